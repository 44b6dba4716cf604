"""Detection: which columns hold personal data, by their names and values. It suggests, and never decides.

Values live in memory while their column is examined. What comes out of this room (categories, confidences, evidence)
holds none of them.
"""
