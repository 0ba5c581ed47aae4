"""Devices and submissions from places without signal. Filled by a later issue; holds no table yet."""
