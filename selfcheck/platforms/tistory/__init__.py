"""Tistory."""
