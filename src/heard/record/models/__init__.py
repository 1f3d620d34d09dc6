"""The tables of the register, one file each."""

from heard.record.models.address import Address
from heard.record.models.assignment import Assignment
from heard.record.models.category import Category
from heard.record.models.comment import Comment
from heard.record.models.complaint import Complaint
from heard.record.models.compliment import Compliment
from heard.record.models.context_figure import ContextFigure
from heard.record.models.council_setting import CouncilSetting
from heard.record.models.district import District
from heard.record.models.document import Document
from heard.record.models.element import Element
from heard.record.models.event import Event, EventPayload
from heard.record.models.frozen_year import FrozenYear
from heard.record.models.imported_row import ImportedRow
from heard.record.models.job import Job, Schedule
from heard.record.models.learning_action import LearningAction
from heard.record.models.letter import Enclosure, Letter
from heard.record.models.letter_text import LetterText
from heard.record.models.message import Message
from heard.record.models.ombudsman_case import OmbudsmanCase
from heard.record.models.party import Party
from heard.record.models.post import Post
from heard.record.models.route_decision import RouteDecision
from heard.record.models.saved_filter import SavedFilter
from heard.record.models.service import Service
from heard.record.models.spreadsheet import Spreadsheet
from heard.record.models.stage import Stage, StageEvent
from heard.record.models.team import Team
from heard.record.models.upload import Upload
from heard.record.models.wall import Wall

__all__ = [
    "Address",
    "Assignment",
    "Category",
    "Comment",
    "Complaint",
    "Compliment",
    "ContextFigure",
    "CouncilSetting",
    "District",
    "Document",
    "Element",
    "Enclosure",
    "Event",
    "EventPayload",
    "FrozenYear",
    "ImportedRow",
    "Job",
    "LearningAction",
    "Letter",
    "LetterText",
    "Message",
    "OmbudsmanCase",
    "Party",
    "Post",
    "RouteDecision",
    "SavedFilter",
    "Schedule",
    "Service",
    "Spreadsheet",
    "Stage",
    "StageEvent",
    "Team",
    "Upload",
    "Wall",
]
