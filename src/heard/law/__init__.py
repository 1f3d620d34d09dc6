"""The law, pure: calendars, working days, financial years, procedures and the field's own words.

Standard library only. Nothing here knows what day it is: time is an argument.
"""
