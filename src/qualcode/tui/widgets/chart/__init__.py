"""The framework chart as a grid: cells wrapped, headings and case labels always in sight."""
