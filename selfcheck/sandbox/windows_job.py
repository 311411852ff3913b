"""Windows: the worker puts itself into a job object that allows one process, so much memory and so much time.

By the documentation of JOBOBJECT_EXTENDED_LIMIT_INFORMATION and SetInformationJobObject; the sizes of the structures
are held by a test on every 64-bit system. A job has no wall against files and network.
"""

from __future__ import annotations

import ctypes
from typing import Any, Final

_EXTENDED_LIMIT_INFORMATION: Final = 9
_LIMIT_PROCESS_TIME: Final = 0x2
_LIMIT_ACTIVE_PROCESS: Final = 0x8
_LIMIT_PROCESS_MEMORY: Final = 0x100
_LIMIT_DIE_ON_UNHANDLED_EXCEPTION: Final = 0x400
_TICKS: Final = 10_000_000
"""A second in steps of 100 nanoseconds."""


class BasicLimits(ctypes.Structure):
    """JOBOBJECT_BASIC_LIMIT_INFORMATION."""

    _fields_ = (
        ("process_time", ctypes.c_int64),
        ("job_time", ctypes.c_int64),
        ("flags", ctypes.c_uint32),
        ("least_working_set", ctypes.c_size_t),
        ("largest_working_set", ctypes.c_size_t),
        ("active_processes", ctypes.c_uint32),
        ("affinity", ctypes.c_size_t),
        ("priority_class", ctypes.c_uint32),
        ("scheduling_class", ctypes.c_uint32),
    )


class ExtendedLimits(ctypes.Structure):
    """JOBOBJECT_EXTENDED_LIMIT_INFORMATION."""

    _fields_ = (
        ("basic", BasicLimits),
        ("io_counters", ctypes.c_uint64 * 6),
        ("process_memory", ctypes.c_size_t),
        ("job_memory", ctypes.c_size_t),
        ("peak_process_memory", ctypes.c_size_t),
        ("peak_job_memory", ctypes.c_size_t),
    )


def limits(memory_bytes: int, seconds: int) -> ExtendedLimits:
    """One process, so much memory, so much processor time; a crash ends it without a window that waits for somebody."""
    told = ExtendedLimits()
    told.basic.flags = (
        _LIMIT_PROCESS_TIME | _LIMIT_ACTIVE_PROCESS | _LIMIT_PROCESS_MEMORY | _LIMIT_DIE_ON_UNHANDLED_EXCEPTION
    )
    told.basic.process_time = seconds * _TICKS
    told.basic.active_processes = 1
    told.process_memory = memory_bytes
    return told


def enter_job(memory_bytes: int, seconds: int) -> bool:
    """Put this process into a job with these limits, for good. False where that did not work, or this is no Windows."""
    windll: Any = getattr(ctypes, "WinDLL", None)
    if windll is None:
        return False
    kernel = windll("kernel32", use_last_error=True)
    kernel.CreateJobObjectW.restype = ctypes.c_void_p
    kernel.CreateJobObjectW.argtypes = (ctypes.c_void_p, ctypes.c_wchar_p)
    kernel.SetInformationJobObject.argtypes = (ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p, ctypes.c_uint32)
    kernel.AssignProcessToJobObject.argtypes = (ctypes.c_void_p, ctypes.c_void_p)
    kernel.GetCurrentProcess.restype = ctypes.c_void_p
    kernel.CloseHandle.argtypes = (ctypes.c_void_p,)
    job = kernel.CreateJobObjectW(None, None)
    if not job:
        return False
    try:
        told = limits(memory_bytes, seconds)
        size = ctypes.sizeof(told)
        return bool(
            kernel.SetInformationJobObject(job, _EXTENDED_LIMIT_INFORMATION, ctypes.byref(told), size)
            and kernel.AssignProcessToJobObject(job, kernel.GetCurrentProcess())
        )
    finally:
        kernel.CloseHandle(job)  # the job lives on with its process, and nobody here can change it any more
