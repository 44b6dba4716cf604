"""How people are reached: mail addresses, profiles, handles."""

from __future__ import annotations

import re

from privlineage.detect.values.forms.form import form

__all__ = ["FORMS"]

_SOCIAL = (
    r"facebook|fb|instagram|twitter|x|linkedin|tiktok|youtube|youtu|pinterest|reddit|snapchat|github|gitlab|vk|ok|weibo|"
    r"douyin|t|telegram|wa|medium|threads|mastodon|bsky|xing|tumblr|flickr|soundcloud|twitch|behance|dribbble|zhihu|"
    r"bilibili|line|kakao|naver|orcid|keybase|steamcommunity|quora|stackoverflow"
)

FORMS = (
    form("email", "email", "e-mail addresses",
         r"(?:mailto:)?[^\s@<>,;:\"()\[\]/\\]{1,64}@(?:[^\W_](?:[^\W_]|-){0,62}\.){1,6}(?:[^\W\d_]{2,24}|xn--[a-z0-9-]{2,40})"),
    form("email_named", "email", "names with an e-mail address",
         r"[^<>@]{1,80}<[^\s@<>]{1,64}@[^\s@<>]{3,120}>"),
    form("social_url", "social_profile", "links to profiles on social networks",
         rf"(?:https?://)?(?:www\.|m\.|[a-z]{{2}}\.)?(?:{_SOCIAL})\.(?:com|org|net|me|be|cn|ru|tv|app|social|co|jp|kr|to)/\S{{2,120}}", re.IGNORECASE),
    form("handle", "username", "handles written with @", r"@[^\W\d_][\w.]{1,38}"),
    form("username", "username", "words that look like user names",
         r"(?=[^0-9]*[a-z])(?=.*[\d._-])[a-z][a-z0-9]{0,30}(?:[._-][a-z0-9]{1,30}){0,3}"),
    form("skype_live", "username", "messenger accounts", r"(?:live|skype|matrix|xmpp|sip):[.\w@:-]{3,80}"),
    form("fediverse", "social_profile", "accounts of federated networks", r"@[\w.-]{1,40}[:@][\w-]{1,60}(?:\.[\w-]{1,60}){1,4}"),
    form("phone_plus", "phone", "telephone numbers in international form", r"(?:\(?(?:\+|00)\)?)[1-9]\d{0,3}[\d\s().\-/]{5,22}(?:\s?(?:x|ext\.?)\s?\d{1,6})?"),
    form("phone_marks", "phone", "telephone numbers with separators",
         r"(?:\(?0\d{1,5}\)?|\(\d{2,5}\)|\d{2,4})(?:[ .\-/]{1,2}\d{2,5}){1,4}(?:\s?(?:x|ext\.?)\s?\d{1,6})?"),
    form("phone_ext", "phone", "telephone numbers with an extension", r"[+()\d .\-/]{7,24}\s?(?:x|ext\.?|доб\.?)\s?\d{1,6}"),
)  # fmt: skip
