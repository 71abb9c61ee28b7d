"""Telling people and programs what is new: saved searches with their feeds and mails, and webhooks."""
