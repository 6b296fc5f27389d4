"""Verifies a receipt (C2SP tlog-proof) from the specifications alone: signed-note, tlog-checkpoint, RFC 6962.

Usage: verify_receipt.py RECEIPT VKEY [COMMITMENT]; prints the leaf, or fails with a reason.
"""

import base64
import hashlib
import json
import sys

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey


def fail(why):
    print(why)
    sys.exit(1)


def climb(leaf_hash, index, size, path):
    """RFC 9162, section 2.1.3.2."""
    if index >= size:
        fail("the index lies beyond the tree")
    fn, sn, result = index, size - 1, leaf_hash
    for sibling in path:
        if sn == 0:
            fail("the path is too long")
        if fn & 1 or fn == sn:
            result = hashlib.sha256(b"\x01" + sibling + result).digest()
            while fn & 1 == 0 and fn != 0:
                fn, sn = fn >> 1, sn >> 1
        else:
            result = hashlib.sha256(b"\x01" + result + sibling).digest()
        fn, sn = fn >> 1, sn >> 1
    if sn != 0:
        fail("the path is too short")
    return result


def check_signature(note, vkey):
    text, _, signatures = note.rpartition("\n\n")
    text += "\n"
    name, key_hash, key = vkey.split("+", 2)
    key = base64.b64decode(key)
    if key[0] != 1 or len(key) != 33:
        fail("the key is no Ed25519 key")
    expected = hashlib.sha256(name.encode() + b"\n" + key).digest()[:4]
    if expected.hex() != key_hash:
        fail("the hash of the key is wrong")
    for line in signatures.splitlines():
        dash, signer, blob = line.split(" ")
        blob = base64.b64decode(blob)
        if dash == "\u2014" and signer == name and blob[:4] == expected:
            Ed25519PublicKey.from_public_bytes(key[1:]).verify(blob[4:], text.encode())
            return text
    fail("the key did not sign the checkpoint")


def main():
    with open(sys.argv[1], encoding="utf-8", newline="\n") as file:
        receipt = file.read()
    head, _, note = receipt.partition("\n\n")
    lines = head.split("\n")
    if lines[0] != "c2sp.org/tlog-proof@v1":
        fail("no tlog-proof")
    extra = json.loads(base64.b64decode(lines[1].removeprefix("extra ")))
    index = int(lines[2].removeprefix("index "))
    path = [base64.b64decode(line) for line in lines[3:]]
    _origin, size, root = check_signature(note, sys.argv[2]).splitlines()[:3]
    leaf = extra["leaf"].encode()
    if climb(hashlib.sha256(b"\x00" + leaf).digest(), index, int(size), path) != base64.b64decode(root):
        fail("the leaf is not in the log")
    fields = json.loads(leaf)
    if len(sys.argv) > 3:
        member = extra["member"]
        if member["commitment"] != sys.argv[3]:
            fail("the receipt is about another object")
        commitment = bytes.fromhex(member["commitment"])
        steps = [bytes.fromhex(step) for step in member["path"]]
        top = climb(hashlib.sha256(b"\x00" + commitment).digest(), member["index"], fields["set"]["size"], steps)
        if top.hex() != fields["set"]["root"]:
            fail("the object is not in the destroyed set")
    print(json.dumps(fields))


main()
