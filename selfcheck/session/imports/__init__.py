"""Conducts the look into files the person gives: downloads, folders, saved pages."""
