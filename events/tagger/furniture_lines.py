"""The wording of lines that are a page's furniture: appeals, pointers elsewhere, notices. English, where most of it is.

Each pattern is matched against a whole line, upper and lower case alike. They ask for more than a first word ("follow",
"share", "get" also begin sentences of articles), and were read against what they remove from 130 pages of all kinds.
"""

from __future__ import annotations

import re

SOCIAL = (
    r"(?:twitter|facebook|instagram|linkedin|whatsapp|telegram|youtube|tiktok|google\s+news|bluesky|mastodon|threads)"
)
_SHARE = (
    r"(?:share|tweet|print|e-?mail|save|copy\s+link|reply|pin\s+it|bookmark|whatsapp|facebook|twitter|linkedin|reddit)"
)
_SHARE_MORE = (
    r"(?:share|tweet|print|e-?mail|save|copy|link|via|on|to|by|with|this|article|story|comments?|facebook|twitter|"
    r"linkedin|whatsapp|reddit|pinterest|telegram|x|messenger|pocket|tumblr)"
)
_LISTS = r"(?:articles?|stor(?:y|ies)|posts?|news|reading|topics?|links?|coverage|content|videos?)"

ANYWHERE = (
    # Pointers to other pages.
    r"(?:read|see|view|watch|listen|explore|discover)\s+(?:more|also|next|related)\b\s*[:\-–—|»>].*",
    r"(?:read|see)\s+(?:more|also|next)\s*(?:here|about\s+this)?[\s.…»>]*",
    r"(?:also\s+read|read\s+also|more\s+on\s+this\s+story)\s*[:|\-–—].*",
    r"related\s*:.*",
    r"(?:related|recommended|more|popular|trending|top|latest)\s+" + _LISTS + r"\s*:?",
    r"(?:most\s+(?:read|popular|viewed)|trending(?:\s+now)?|editors?['’]s?\s+picks?|up\s+next|don['’]?t\s+miss)\s*:?",
    r"(?:story|article)\s+continues\s+(?:below|after)\b.*",
    r"(?:advertisement|advertising|sponsored(?:\s+content)?|promoted|ad)\s*[.:]?",
    # Newsletters and subscriptions.
    r"(?:please\s+|then\s+)?sign[\s-]?up\s+(?:here|now|today)\b.*",
    r"(?:please\s+|then\s+)?sign[\s-]?up\s+(?:for|to)\b(?=.*\b(?:newsletters?|e-?mails?|alerts|updates|inbox|briefing)\b).*",
    r"(?:please\s+)?subscribe\s+(?:to|for|now|here|today)\b(?=.*\b(?:newsletters?|channel|podcasts?|edition|updates|inbox|"
    r"e-?mail|access|full\s+story|youtube|magazine|today|here)\b).*",
    r"(?:want\s+more|love)\b.{0,30}\?\s*(?:subscribe|sign\s+up)\b.*",
    r"(?:get|receive)\b(?=.*\b(?:newsletters?|your\s+inbox|daily\s+edition|by\s+e-?mail|straight\s+to\s+your)\b).*",
    r"(?:never|don['’]?t)\s+miss\b(?=.*\b(?:sign(?:ing)?\s+up|subscri\w+|newsletter)\b).*",
    r"(?:want|would\s+you\s+like|do\s+you\s+want)\s+to\b(?=.*\b(?:sign\s+up|subscribe|newsletter)\b).*",
    r"to\s+(?:view|read|continue\s+reading)\s+(?:the|this|our)\b(?=.*\b(?:subscribe|log\s*in|sign\s+in|register)\b).*",
    r"(?:already|not)\s+a\s+(?:subscriber|member)\s*\?.*",
    r"if\s+you(?:['’]re|\s+are)\b.{0,80}\balready\s+a\s+(?:subscriber|member)\b.*",
    r"for\s+(?:the\s+latest|more\s+(?:news|stories|updates|information))\b(?=.*\b(?:download|follow\s+us|subscribe|"
    r"sign\s+up|our\s+app|apps|newsletter)\b).*",
    r"(?:download|install|get)\s+(?:the|our)\b.{0,60}\bapps?\b.*",
    # Sharing and following.
    r"follow\s+(?:us|me|him|her|our|@\w+|[\w.' ]{1,40}?)\s+(?:on|at)\b(?=.*\b" + SOCIAL + r"\b).*",
    r"follow\s+us\s*:.*",
    r"(?:join|like)\s+(?:us|our)\b(?=.*(?:\b" + SOCIAL + r"\b|\bchannel\b|\bcommunity\b|\bgroup\b)).*",
    _SHARE + r"(?:[\s,|/•·]+" + _SHARE_MORE + r")*\s*[.:]?",
    r"share\s+(?:this|on|via)\b(?=.*\b(?:article|story|page|post|news|" + SOCIAL + r")\b).{0,60}",
    r"(?:click|tap)\s+here\s+to\b.*",
    # Comments, letters, donations.
    r"(?:view|leave|post|add|write)\s+(?:a\s+)?(?:comments?|reply)\s*[.:]?",
    r"(?:no\s+|\d+\s+)?comments?\s*(?:\(\d+\))?\s*[.:]?",
    r"(?:submit|send)\s+(?:us\s+)?(?:your|a)\s+(?:letter|tip|comment|question)s?\s+(?:to\s+the\s+editor|here|via|by)\b.{0,160}",
    r"(?:please\s+)?(?:donate|support\s+(?:us|our))\b(?=.*\b(?:journalism|readers?|donat\w+|independent\s+media)\b).*",
    r"(?:we\s+need\s+your\s+help|help\s+us\s+continue)\b(?=.*\b(?:donate|donation|readers?)\b).*",
    # Notices.
    r"(?:this|our)\s+(?:web)?site\s+uses\s+cookies\b.*",
    r"we(?:\s+and\s+our\s+partners)?\s+use\s+cookies\b.*",
    r"by\s+(?:continuing|using|clicking|subscribing|signing\s+up)\b(?=.*\byou\s+(?:agree|accept|consent)\b).*",
    r"(?:accept|reject)(?:\s+all)?\s+cookies.{0,60}",
    r"(?:please\s+)?enable\s+javascript\b.*",
    r"your\s+browser\s+does\s+not\s+support\b.*",
    r"(?:all\s+rights\s+reserved|copyright\s*(?:©|\(c\)|\d{4})|©\s*(?:copyright\s*)?\d{4}).{0,160}",
    r"(?:back\s+to\s+top|skip\s+to\s+(?:main\s+)?content|jump\s+to\s+(?:content|navigation)|(?:load|show)\s+more)\s*[.:]?",
    r"our\s+standards\s*:\s*the\b.*",
    r"(?:this|the)\s+(?:post|article|page|story)\s+(?:may\s+)?contains?\s+(?:affiliate|references\s+to\s+products)\b.*",
    r"we\s+(?:may\s+)?(?:receive|earn)\s+(?:a\s+)?(?:small\s+)?(?:commission|compensation)\b.*",
    r"(?:listen|watch)\s+(?:to\s+)?(?:this\s+)?(?:article|story|video|live|now)\s*[.:]?",
    r"(?:photo|image|picture|video|file\s+photo)\s*(?:credit|courtesy|source|by)?\s*[:/].{0,80}",
)

# These point elsewhere only where they stand after the last paragraph.
AT_THE_END = (
    r".{0,80}\bsign\s+up\s+(?:here|now|today)\b.{0,60}",
    r".{0,120}\b(?:subscribe\s+(?:to\s+our|now|here|today)|our\s+(?:\w+\s+)?newsletters?)\b.{0,160}",
    r"(?:follow|contact|e-?mail|write\s+to|reach|send)\b(?=.*(?:\w@\w|\s@\w|\b" + SOCIAL + r"\b)).{0,300}",
    r"we\s+want\s+to\s+hear\b.*",
    r"(?:do\s+you\s+)?(?:have|got)\s+a\s+(?:tip|story|news\s+tip)\b.*",
    r"(?:let\s+us\s+know|tell\s+us|what\s+do\s+you\s+think)\b(?=.*(?:\bcomments?\b|\bbelow\b|\?$|@)).*",
    r"(?:tags?|topics?|categories|category|filed\s+under|posted\s+in|labels|keywords|more\s+about)\s*:.*",
    r"(?:last\s+(?:modified|updated)|updated|published|created|posted)\b(?=.*\d).{0,60}",
    r".{0,100}\blast\s+(?:modified|updated)\s*:.{0,60}",
    r"(?:disclaimer|disclosure|editor['’]?s\s+note)\s*:.*\b(?:affiliate|commission|views|opinions?|advertis\w+)\b.*",
    r"(?:previous|next)\s+(?:post|article|story)\b.{0,120}",
    r"the\s+(?:views|opinions)\s+(?:and\s+opinions\s+)?expressed\b.*",
)


def compile_lines(patterns: tuple[str, ...]) -> re.Pattern[str]:
    """Return one pattern that matches a line wholly if any of `patterns` does."""
    return re.compile("(?:" + "|".join(patterns) + ")$", re.IGNORECASE)
