"""Reads a whole store from FORMAT.md, the root key, and nothing else.

Usage: read_store.py DATA; prints one JSON object for each record, or fails with a reason.
"""

import hashlib
import json
import pathlib
import struct
import sys
import zlib

from chunked_encryption import native, open_sealed
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
HEADER, TRAILER, PLACE = 128, 40, 512


def need(condition, why):
    if not condition:
        sys.exit(why)


def unwrap(by, wrapped, bound_to):
    return AESGCM(by).decrypt(wrapped[:12], wrapped[12:60], bound_to)


def printed(identifier):
    number = int.from_bytes(identifier, "big")
    return "".join(ALPHABET[number >> shift & 31] for shift in range(155, -1, -5))


def read_root(path):
    first, digits = path.read_text().split("\n")[:2]
    need(first == "candor-root-key 1", "root.key is no root key")
    return bytes.fromhex(digits)


def read_ring(path, root):
    """The cohort keys by tag and E; under tag 0 the secrets of the store itself."""
    ring = path.read_bytes()
    need(ring[:4] == b"CKR1" and zlib.crc32(ring[:-4]) == struct.unpack("<I", ring[-4:])[0], "the key ring is damaged")
    (count,) = struct.unpack("<I", ring[4:8])
    need(len(ring) == 12 + 70 * count, "the key ring has another length")
    keys = {}
    for at in range(8, 8 + 70 * count, 70):
        keys[struct.unpack("<Hq", ring[at : at + 10])] = unwrap(root, ring[at + 10 : at + 70], ring[at : at + 10])
    return keys


def read_key_file(path, ring):
    """The key of a cohort that waits for an event: of the two places, the whole one with the highest number."""
    content = path.read_bytes()
    best = None
    for place in (content[:PLACE], content[PLACE : 2 * PLACE]):
        if len(place) == PLACE and place[:5] == b"CKEY\x02" and zlib.crc32(place[:508]) == struct.unpack("<I", place[508:])[0]:
            tag, _, ends, _, sequence = struct.unpack("<HQqqQ", place[6:40])
            if best is None or sequence > best[0]:
                best = sequence, tag, ends, place
    need(best, f"{path} holds no key")
    _, tag, ends, place = best
    by = ring[(tag, ends)] if ends else ring[(0, 1)]
    return unwrap(by, place[40:100], place[:40])


def read_body(key, context, sealed):
    plain = open_sealed(key, context, sealed)
    if native():
        machine = native().Cobblestone256Decryptor(key, context)
        need(machine.update(sealed) + machine.finalize() == plain, "two implementations of the format disagree")
    return plain


def read_record(bytes_, at, tag, end, cohort_key):
    header = bytes_[at : at + HEADER]
    need(header[:4] == b"CREC" and header[4] in (1, 2, 3), f"no record at {at}")
    need(zlib.crc32(header[:48]) == struct.unpack("<I", header[48:52])[0], f"damaged header at {at}")
    identifier = header[8:28]
    sealed_meta, sealed_body, length = struct.unpack("<IQQ", header[28:48])
    need(identifier[0] == 1 and int.from_bytes(identifier[1:3], "big") == tag, "an id with another tag")
    need(int.from_bytes(identifier[3:8], "big") == end, "an id with another end")
    start = at + HEADER
    finish = start + sealed_meta + sealed_body
    trailer = bytes_[finish : finish + TRAILER]
    need(len(trailer) == TRAILER and trailer[36:] == b"END.", f"no trailer at {finish}")
    record = {"id": printed(identifier), "kind": header[5], "restricted": header[116] != 0}
    slot = header[56:116]
    if not any(slot):
        need(not any(bytes_[start:finish]), "an erased record with bytes left")
        return record | {"erased": True}, finish + TRAILER
    need(zlib.crc32(bytes_[start:finish]) == struct.unpack("<I", trailer[32:36])[0], f"damaged ciphertext at {start}")
    key = unwrap(cohort_key, slot, header[:28])
    meta = json.loads(open_sealed(key, b"candor/metadata" + identifier, bytes_[start : start + sealed_meta]))
    context = b"candor/body" + identifier + bytes(meta["policy_hash"])
    body = read_body(key, context, bytes_[start + sealed_meta : finish])
    digest = hashlib.sha256(body)
    commitment = hashlib.sha256(bytes(meta["salt"]) + identifier + digest.digest()).digest()
    need(len(body) == length and commitment == trailer[:32], "a body with another length or commitment")
    named = {name: meta[name] for name in ("media_type", "category")}
    return record | named | {"erased": False, "length": length, "sha256": digest.hexdigest()}, finish + TRAILER


def read_cohort(directory, tag, end, key):
    for path in sorted(directory.iterdir()):
        if path.name.startswith(("seg-", "big-")):
            content, at = path.read_bytes(), 0
            while at < len(content):
                record, at = read_record(content, at, tag, end, key)
                print(json.dumps(record))


def main():
    root = pathlib.Path(sys.argv[1])
    ring = read_ring(root / "keyring", read_root(root / "root.key"))
    for of_tag in sorted((root / "cohorts").iterdir()):
        tag = int(of_tag.name)
        for of_end in of_tag.iterdir():
            if of_end.name != "0":
                read_cohort(of_end, tag, int(of_end.name), ring[(tag, int(of_end.name))])
                continue
            for waiting in of_end.iterdir():
                read_cohort(waiting, tag, 0, read_key_file(waiting / "key", ring))


if __name__ == "__main__":
    main()
