"""What opens doors: hashes of passwords, tokens, keys; and other digests, which look alike."""

from __future__ import annotations

import re

from privlineage.detect.values.forms.form import form

__all__ = ["FORMS"]

FORMS = (
    form("bcrypt", "password", "bcrypt hashes", r"\$2[abxy]?\$\d{2}\$[./A-Za-z0-9]{53}"),
    form("argon2", "password", "argon2 or scrypt hashes", r"\$?(?:argon2(?:id|i|d)|scrypt|s0|7)\$.{20,200}"),
    form("crypt", "password", "hashes of passwords by crypt", r"\$(?:1|5|6|y|gy|apr1|md5|sha1|P|H)\$[./A-Za-z0-9$=,]{20,160}"),
    form("framework_hash", "password", "hashes of passwords by a web framework", r"(?:pbkdf2|scrypt|bcrypt|argon2|sha1|md5)[_:]?\w{0,20}(?:[$:][^\s$]{1,100}){2,4}|\{S?(?:SHA|MD5|CRYPT)(?:256|512)?\}[A-Za-z0-9+/=]{16,120}"),
    form("jwt", "credentials", "JSON web tokens", r"(?:Bearer )?eyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]*)?(?:\.[\w-]*){0,2}"),
    form("api_key", "credentials", "keys of known services", r"(?:sk|pk|rk|whsec|shpat|shpss|ghp|gho|ghu|ghs|ghr|github_pat|glpat|xox[abprs]|npm|pypi|dop_v1|hf|SG|AC|EAA|ya29|AKIA|ASIA|AIza|key|tok|api|secret|access|refresh|bearer)[-_.]?(?:live_|test_|proj-|ant-)?[\w\-./+=]{16,240}"),
    form("private_key", "credentials", "private keys", r"-----BEGIN [A-Z0-9 ]{0,30}(?:PRIVATE KEY|CERTIFICATE)(?: BLOCK)?-----.*", re.DOTALL),
    form("ssh_key", "credentials", "SSH keys", r"(?:ssh-(?:rsa|ed25519|dss)|ecdsa-sha2-\w{4,12}) [A-Za-z0-9+/=]{40,}.*"),
    form("connection_secret", "credentials", "addresses with a password inside", r"[a-z][\w+]{1,20}://[^\s:/@]{1,60}:[^\s@/]{1,100}@\S{3,}"),
    form("authorization", "credentials", "headers of authorisation", r"(?:Basic|Bearer|Digest|Token|ApiKey) [\w\-./+=]{8,}"),
    form("otpauth", "credentials", "secrets of one-time passwords", r"otpauth://\S{10,}"),
    form("hex32", "", "digests of 32 hexadecimal digits", r"[0-9a-f]{32}|[0-9A-F]{32}"),
    form("hex40", "", "digests of 40 hexadecimal digits", r"[0-9a-f]{40}|[0-9A-F]{40}"),
    form("hex64", "", "digests of 64 hexadecimal digits", r"[0-9a-f]{64}|[0-9A-F]{64}"),
    form("hex_other", "", "hexadecimal digits", r"(?=\d*[a-fA-F])(?:0x)?(?:[0-9a-f]{8,256}|[0-9A-F]{8,256})"),
    form("base64", "", "base64", r"(?=[^a-z]*[a-z])(?=[^A-Z]*[A-Z])(?=[^0-9+/=]*[0-9+/=])(?:[A-Za-z0-9+/]{4}){3,200}(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?"),
    form("token", "", "long runs of letters and digits", r"(?=\D*\d)(?=[^a-z]*[a-z])(?=[^A-Z]*[A-Z])[\w\-]{16,256}"),
    form("password_plain", "password", "words with letters, digits and marks, as passwords have", r"(?=\D*\d)(?=[^a-zA-Z]*[a-zA-Z])(?=[^!@#$%^&*()_+\-=?~]*[!@#$%^&*()_+\-=?~])(?!.*[:/]{2})[!-~]{6,24}"),
)  # fmt: skip
