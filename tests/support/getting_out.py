"""Tries to do harm from behind the walls: the calls somebody would make who took the worker over, made for real.

    python -m tests.support.getting_out PLACE PROCESS SEGMENT [function of sandbox that puts up nothing ...]

PLACE is a folder with a file `mine`, PROCESS another process that may be harmed, SEGMENT memory that it shares. Without
the walls most of the calls succeed or fail for their made-up arguments. Prints JSON: the error of each, 0 for none.
Numbers: the system call tables of both processors, written down here a second time so that the program's are held to
them. None: not there on that processor.
"""

from __future__ import annotations

import ctypes
import errno
import json
import os
import platform
import resource
import sys
from collections.abc import Callable
from typing import Final

from selfcheck.sandbox import restrict

REFUSED: Final = frozenset({errno.EPERM, errno.ENOSYS})
X86_64: Final = platform.machine() == "x86_64"
HERE: Final = -100  # AT_FDCWD
PAIR: Final = ctypes.c_uint64 * 2
libc: Final = ctypes.CDLL(None, use_errno=True)
Call = tuple[int | None, int | None, tuple[object, ...]]


def calls(place: str, process: int, segment: int) -> dict[str, Call]:
    """By name: its number on x86_64 and on aarch64, and what it is called with."""
    mine, other, none = f"{place}/mine".encode(), f"{place}/other".encode(), f"{place}/none".encode()
    room = ctypes.create_string_buffer(4096)
    descriptor = os.open(mine, os.O_RDWR)
    one = ctypes.c_uint64(1)
    told = ctypes.create_string_buffer(128)
    told[8:12] = (-1 & 0xFFFFFFFF).to_bytes(4, "little")  # what rt_sigqueueinfo asks for: sent by a program
    return {
        # Files, by name.
        "open": (2, None, (mine, 0)),
        "openat": (257, 56, (HERE, mine, 0)),
        "stat": (4, None, (mine, room)),
        "newfstatat": (262, 79, (HERE, mine, room, 0)),
        "statx": (332, 291, (HERE, mine, 0, 0xFFF, room)),
        "access": (21, None, (mine, 4)),
        "faccessat": (269, 48, (HERE, mine, 4)),
        "faccessat2": (439, 439, (HERE, mine, 4, 0)),
        "readlink": (89, None, (b"/proc/self/exe", room, 4096)),
        "readlinkat": (267, 78, (HERE, b"/proc/self/exe", room, 4096)),
        "statfs": (137, 43, (mine, room)),
        "getxattr": (191, 8, (mine, b"user.x", room, 4096)),
        "chdir": (80, 49, (place.encode(),)),
        "name_to_handle_at": (303, 264, (HERE, mine, room, told, 0)),
        "truncate": (76, 45, (mine, 1)),
        "rename": (82, None, (none, other)),
        "renameat": (264, 38, (HERE, none, HERE, other)),
        "renameat2": (316, 276, (HERE, none, HERE, other, 0)),
        "unlink": (87, None, (none,)),
        "unlinkat": (263, 35, (HERE, none, 0)),
        "link": (86, None, (mine, f"{place}/link".encode())),
        "linkat": (265, 37, (HERE, mine, HERE, f"{place}/linkat".encode(), 0)),
        "symlink": (88, None, (b"x" * 2000, f"{place}/symlink".encode())),
        "symlinkat": (266, 36, (b"x" * 2000, HERE, f"{place}/symlinkat".encode())),
        "mkdir": (83, None, (f"{place}/mkdir".encode(), 0o700)),
        "mkdirat": (258, 34, (HERE, f"{place}/mkdirat".encode(), 0o700)),
        "rmdir": (84, None, (none,)),
        "mknod": (133, None, (f"{place}/mknod".encode(), 0o010600, 0)),
        "mknodat": (259, 33, (HERE, f"{place}/mknodat".encode(), 0o010600, 0)),
        "chmod": (90, None, (mine, 0o666)),
        "fchmod": (91, 52, (descriptor, 0o666)),
        "fchmodat": (268, 53, (HERE, mine, 0o666)),
        "fchmodat2": (452, 452, (HERE, mine, 0o666, 0)),
        "chown": (92, None, (mine, -1, -1)),
        "lchown": (94, None, (mine, -1, -1)),
        "fchown": (93, 55, (descriptor, -1, -1)),
        "fchownat": (260, 54, (HERE, mine, -1, -1, 0)),
        "utime": (132, None, (mine, None)),
        "utimes": (235, None, (mine, None)),
        "futimesat": (261, None, (HERE, mine, None)),
        "utimensat": (280, 88, (HERE, mine, None, 0)),
        "setxattr": (188, 5, (mine, b"user.x", b"x" * 2000, 2000, 0)),
        "lsetxattr": (189, 6, (mine, b"user.x", b"x" * 2000, 2000, 0)),
        "fsetxattr": (190, 7, (descriptor, b"user.x", b"x" * 2000, 2000, 0)),
        "setxattrat": (463, 463, (HERE, mine, 0, b"user.x", told, 16)),
        "removexattr": (197, 14, (mine, b"user.x")),
        "lremovexattr": (198, 15, (mine, b"user.x")),
        "fremovexattr": (199, 16, (descriptor, b"user.x")),
        "ftruncate": (77, 46, (descriptor, 1)),
        "fallocate": (285, 47, (descriptor, 3, 0, 1)),
        "flock": (73, 32, (descriptor, 5)),
        # Other processes.
        "kill": (62, 129, (process, 0)),
        "tkill": (200, 130, (process, 0)),
        "tgkill": (234, 131, (process, process, 0)),
        "rt_sigqueueinfo": (129, 138, (process, 0, told)),
        "rt_tgsigqueueinfo": (297, 240, (process, process, 0, told)),
        "pidfd_open": (434, 434, (process, 0)),
        "pidfd_send_signal": (424, 424, (descriptor, 0, None, 0)),
        "prlimit64, read": (302, 261, (process, 7, None, PAIR())),
        "prlimit64, set": (302, 261, (process, 1, PAIR(0, 0), None)),
        "setpriority": (141, 140, (0, process, 19)),
        "sched_setaffinity": (203, 122, (process, 8, ctypes.byref(one))),
        "sched_getaffinity": (204, 123, (process, 128, room)),
        "sched_setscheduler": (144, 119, (process, 0, PAIR())),
        "sched_setparam": (142, 118, (process, PAIR())),
        "sched_setattr": (314, 274, (process, PAIR(), 0)),
        "ioprio_set": (251, 30, (1, process, 0)),
        "getpgid": (121, 155, (process,)),
        "getsid": (124, 156, (process,)),
        "get_robust_list": (274, 100, (process, PAIR(), PAIR())),
        "kcmp": (312, 272, (process, os.getpid(), 0, 0, 0)),
        "ptrace": (101, 117, (0x4206, process, 0, 0)),
        "process_vm_readv": (310, 270, (process, None, 0, None, 0, 0)),
        "process_vm_writev": (311, 271, (process, None, 0, None, 0, 0)),
        "process_madvise": (440, 440, (descriptor, None, 0, 4, 0)),
        "move_pages": (279, 239, (process, 0, None, None, None, 0)),
        "migrate_pages": (256, 238, (process, 0, None, None)),
        "fcntl, F_SETOWN": (72, 25, (descriptor, 8, process)),
        "fcntl, F_SETSIG": (72, 25, (descriptor, 10, 9)),
        "ioctl, FIOASYNC": (16, 29, (descriptor, 0x5452, ctypes.byref(one))),
        # What processes share.
        "shmat": (30, 196, (segment, None, 0)),
        "shmget": (29, 194, (0, 4096, 0o1600)),
        "shmctl": (31, 195, (segment, 2, room)),
        "shmdt": (67, 197, (room,)),
        "msgget": (68, 186, (0, 0o1600)),
        "msgsnd": (69, 189, (0, room, 1, 0o4000)),
        "msgrcv": (70, 188, (0, room, 1, 0, 0o4000)),
        "msgctl": (71, 187, (0, 2, room)),
        "semget": (64, 190, (0, 1, 0o1600)),
        "semop": (65, 193, (0, room, 1)),
        "semtimedop": (220, 192, (0, room, 1, None)),
        "semctl": (66, 191, (0, 0, 11, 0)),
        "mq_open": (240, 180, (b"selfcheck", 0o100, 0o600, None)),
        "mq_unlink": (241, 181, (b"selfcheck",)),
        "memfd_create": (319, 279, (b"x", 0)),
        # Sockets and descriptors.
        "socketpair": (53, 199, (1, 1, 0, PAIR())),
        "pipe2": (293, 59, (PAIR(), 0)),
        "dup": (32, 23, (descriptor,)),
        "eventfd2": (290, 19, (0, 0)),
        "epoll_create1": (291, 20, (0,)),
        "inotify_init1": (294, 26, (0,)),
        "fanotify_init": (300, 262, (0, 0)),
        "recvmsg": (47, 212, (descriptor, room, 0)),
        # Itself.
        "prctl, go with the program": (157, 167, (1, 0, 0, 0, 0)),
        "prctl, memory may be dumped": (157, 167, (4, 1, 0, 0, 0)),
        "prctl, who may trace": (157, 167, (0x59616D61, -1, 0, 0, 0)),
        "prlimit64, its own": (302, 261, (0, resource.RLIMIT_CPU, PAIR(2**64 - 1, 2**64 - 1), None)),
        "setrlimit": (160, 164, (resource.RLIMIT_CPU, PAIR(2**64 - 1, 2**64 - 1))),
        "clone, a network of its own": (56, 220, (0x50010D00, None, None, None, None)),
        "clone3": (435, 435, (room, 88)),
        "unshare, users": (272, 97, (0x10000000,)),
        "unshare, network": (272, 97, (0x40000000,)),
        "setns": (308, 268, (descriptor, 0)),
        "setuid": (105, 146, (os.getuid(),)),
        "setresuid": (117, 147, (-1, -1, -1)),
        "capset": (126, 91, (room, room)),
        "setsid": (112, 157, ()),
        "setpgid": (109, 154, (0, 0)),
        "personality": (135, 92, (0xFFFFFFFF,)),
        "timer_create": (222, 107, (0, None, room)),
        # The kernel's own doors.
        "mount": (165, 40, (b"none", none, b"tmpfs", 0, None)),
        "umount2": (166, 39, (none, 0)),
        "open_tree": (428, 428, (HERE, mine, 0)),
        "pivot_root": (155, 41, (none, none)),
        "chroot": (161, 51, (none,)),
        "add_key": (248, 217, (b"user", b"x", b"x", 1, -3)),
        "request_key": (249, 218, (b"user", b"x", None, -3)),
        "keyctl": (250, 219, (0, -3, 0)),
        "bpf": (321, 280, (0, room, 0)),
        "perf_event_open": (298, 241, (room, 0, -1, -1, 0)),
        "userfaultfd": (323, 282, (1,)),
        "io_setup": (206, 0, (1, ctypes.byref(ctypes.c_uint64(0)))),
        "io_uring_setup": (425, 425, (1, room)),
        "io_uring_enter": (426, 426, (descriptor, 0, 0, 0, None, 0)),
        "io_uring_register": (427, 427, (descriptor, 0, None, 0)),
        "landlock_create_ruleset": (444, 444, (None, 0, 1)),
        "seccomp": (317, 277, (2, 0, room)),
        "quotactl": (179, 60, (0x80000700, none, 0, room)),
        "acct": (163, 89, (none,)),
        "swapon": (167, 224, (none, 0)),
        "syslog": (103, 116, (10, None, 0)),
        "init_module": (175, 105, (room, 0, b"")),
        "kexec_load": (246, 104, (0, 0, None, 0xFFFFFFFF)),
        "reboot": (169, 142, (0, 0, 0, None)),
        "listmount": (458, 458, ((ctypes.c_uint64 * 4)(24, 2**64 - 1, 0, 0), room, 64, 0)),
        "a number no kernel has": (1000, 1000, ()),
        "a number of x32": (0x40000000 + 76, 1001, (mine, 1)),
    }


def error_of(name: str, number: int, arguments: tuple[object, ...]) -> int:
    """Make a call. 0 if it succeeded. What would stay in the kernel after this process is removed again."""
    wide = [ctypes.c_long(one) if isinstance(one, int) else one for one in arguments]
    given = libc.syscall(ctypes.c_long(number), *wide)
    if given == -1:
        return ctypes.get_errno()
    if name == "shmget":
        libc.shmctl(given, 0, None)
    elif name == "msgget":
        libc.msgctl(given, 0, None)
    elif name == "semget":
        libc.semctl(given, 0, 0)
    return 0


def main() -> None:
    """Try them all and tell."""
    put_up_nothing: Callable[..., tuple[()]] = lambda *_: ()  # noqa: E731 (takes whatever the real one takes)
    for name in sys.argv[4:]:
        assert hasattr(restrict, name)
        setattr(restrict, name, put_up_nothing)
    tried = {
        name: (x86_64 if X86_64 else aarch64, arguments)
        for name, (x86_64, aarch64, arguments) in calls(sys.argv[1], int(sys.argv[2]), int(sys.argv[3])).items()
    }
    restrict.raise_walls()
    errors = {
        name: error_of(name, number, arguments) for name, (number, arguments) in tried.items() if number is not None
    }
    os.write(1, json.dumps(errors).encode())


if __name__ == "__main__":
    main()
