"""The C2SP chunked-encryption format (c2sp.org/chunked-encryption) with AES-256-GCM, from the specification alone.

Usage: chunked_encryption.py open|seal|native-open|native-seal KEY CONTEXT, both in hexadecimal; standard input to output.
`native` is the class of `cryptography` 50 and later; its absence is exit code 3.
"""

import hmac
import os
import sys

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

CHUNK, TAG, SALT, COMMITMENT = 16 * 1024, 16, 24, 32


def derive(key, salt, context):
    """The key, base nonce and commitment of one message."""
    info = b"c2sp.org/chunked-encryption@v1+" + b"AEAD_AES_256_GCM" + b"\0" + salt + context
    output = HKDFExpand(algorithm=hashes.SHA512(), length=32 + 12 + COMMITMENT, info=info).derive(key)
    return AESGCM(output[:32]), int.from_bytes(output[32:44], "big"), output[44:]


def nonce(base, number):
    return (base ^ number).to_bytes(12, "big")


def seal(key, context, plain):
    salt = os.urandom(SALT)
    aead, base, commitment = derive(key, salt, context)
    parts = [salt, commitment]
    # The last chunk is always shorter than the others, so a whole number of chunks is followed by an empty one.
    for number in range(len(plain) // CHUNK + 1):
        chunk = plain[number * CHUNK : (number + 1) * CHUNK]
        parts.append(aead.encrypt(nonce(base, number), chunk, None))
    return b"".join(parts)


def open_sealed(key, context, sealed):
    salt, commitment = sealed[:SALT], sealed[SALT : SALT + COMMITMENT]
    aead, base, own = derive(key, salt, context)
    if not hmac.compare_digest(own, commitment):
        raise ValueError("another key or context")
    chunks = sealed[SALT + COMMITMENT :]
    parts = []
    for number, at in enumerate(range(0, len(chunks), CHUNK + TAG)):
        parts.append(aead.decrypt(nonce(base, number), chunks[at : at + CHUNK + TAG], None))
    if not parts or len(parts[-1]) == CHUNK:
        raise ValueError("the message was cut at the end of a chunk")
    return b"".join(parts)


def native():
    """The module of `cryptography` that knows the format, or nothing."""
    try:
        from cryptography import cobblestone
    except ImportError:
        return None
    return cobblestone


def main():
    action, key, context = sys.argv[1], bytes.fromhex(sys.argv[2]), bytes.fromhex(sys.argv[3])
    given = sys.stdin.buffer.read()
    if action.startswith("native"):
        if native() is None:
            sys.exit(3)
        kind = "Cobblestone256Encryptor" if action == "native-seal" else "Cobblestone256Decryptor"
        machine = getattr(native(), kind)(key, context)
        result = machine.update(given) + machine.finalize()
    else:
        result = {"seal": seal, "open": open_sealed}[action](key, context, given)
    sys.stdout.buffer.write(result)


if __name__ == "__main__":
    main()
