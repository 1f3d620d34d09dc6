"""Reading a council's spreadsheet: workbook → rows → checked values → a plan of what an import would change.

Nothing here writes. `record.actions.imports` carries the plan out.
"""
