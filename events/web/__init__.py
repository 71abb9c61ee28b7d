"""The pages: views answer requests, page objects prepare what the templates show."""
