"""Naver Blog."""
