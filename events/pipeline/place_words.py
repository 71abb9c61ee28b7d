"""The words that tell what kind of thing a name with a place in it is: facilities, local bodies, sides, kinds."""

from __future__ import annotations

import re

_GENERIC_FIRST = """lake mount fort saint port san santa los las camp cape river north south east west new old upper lower
 great central bay island isle point rock royal memorial first second general national international state city county"""
GENERIC_FIRST = frozenset(_GENERIC_FIRST.split())
"""First words that say nothing of which place a longer name begins with."""

_FACILITY_WORDS = """airport|airfield|air base|airbase|prison|jail|hospital|medical center|medical centre|clinic|port
 harbor|harbour|stadium|arena|university|college|high school|middle school|elementary school|school|bridge|station
 mosque|church|cathedral|dam|refinery|camp|refugee camp|base|barracks|border crossing|crossing|courthouse|court|city hall
 town hall|library|museum|zoo|park|mall|theatre|theater|market|square|cemetery|monastery|power plant|nuclear plant|plant
 mine|road|street|avenue|lane|highway|checkpoint|detention center|fairgrounds|racecourse|speedway|slum|embassy|hotel
 sports|police|marina|civic center|community center|recreation center|convention center|mobile home park"""
_BODY_WORDS = """police department|police|fire department|fire district|fire rescue|sheriff|sheriff s office
 sheriff s department|sheriffs office|city council|town council|county council|district council|borough council|council
 county court|county board|county commission|county commissioners|board of education|school board|school district
 board of supervisors|high school|middle school|elementary school|superior court|circuit court|district court
 supreme court|fiscal court|magistrate court|municipal court|crown court|magistrates court|general sessions court
 commissioners court|chamber of commerce|general assembly|legislature|house of representatives
 state police|state patrol|highway patrol|state university|university|community college|police academy
 department of health|health department|public schools|city schools|county schools|schools|attorney general
 district attorney|auditor s office|auditor|city hall|planning commission|water district|transit authority
 housing authority|city commission|zoning board|hospital|medical center|courthouse|police force|police service
 fire service|ambulance service|provincial council|provincial police|foreign ministry|interior ministry
 defense ministry|defence ministry|health ministry|justice ministry|ministry of health|ministry of defense
 ministry of interior|ministry of foreign affairs|parliament|national guard|army national guard|city government
 provincial government|government|farm bureau|department of public health|department of agriculture"""


def _words(listed: str) -> str:
    words = [" ".join(word.split()) for line in listed.splitlines() for word in line.split("|")]
    return "|".join(sorted((re.escape(word) for word in words), key=len, reverse=True))


FACILITY = re.compile(
    rf"(?P<place>.+?)(?: (?:international|central|state|general|city|regional|memorial|metropolitan|municipal|community"
    rf"|national|provincial|public|district|correctional))* (?:{_words(_FACILITY_WORDS)})"
)
LOCAL_BODY = re.compile(rf"(?P<place>.+?) (?:{_words(_BODY_WORDS)})")
LOCAL_BODY_WITH = re.compile(rf"(?P<place>.+?) (?!county |parish )\w+ (?:{_words(_BODY_WORDS)})")
BODY_OF = re.compile(
    r"(?:(?:\w+ )?(?:city|town|village|county|state|university|parish|port|diocese|archdiocese|government|parliament"
    r"|ministry|mayor|council|board) )of (?P<place>.+)"
)
OFFICE = re.compile(
    r"(?:department|bureau|commission|agency|administration|ministry|office|association|centers? for|institutes? of|guard"
    r"|army|navy|air force|embassy|congress|assembly|authority|service|services|party|republicans|democrats|college"
    r"|community college|board|society|league|federation|chamber|council|committee|patrol"
    r"|police|house|senate|governor|fire|sheriff|schools?)\b"
)
SIDE = re.compile(
    r"(?:(?:far|mid|inner|outer|rural|down|up)[ -])?(?:north ?eastern|north ?western|south ?eastern|south ?western"
    r"|north ?east|north ?west|south ?east|south ?west|northern|southern|eastern|western|north|south|east|west|central"
    r"|n|s|e|w|historic|downtown|uptown|midtown|inner city|old|upper|lower|greater|metro|metropolitan|suburban|occupied"
    r"|mainland|rural|former) (?P<place>.+)"
)
KIND_OF = re.compile(
    r".*?\b(?:state|province|region|governorate|county|district|department|prefecture|oblast|city|town|village|suburb"
    r"|township|municipality|port|capital|island|valley) of (?P<place>.+)"
)
