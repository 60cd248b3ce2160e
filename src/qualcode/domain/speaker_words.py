"""Words that say what a label is: who asks, who answers, what is no speaker at all. All in lower case.

English first, then the languages whose transcripts are most often met; a word missing here only means that the
label must prove itself by the way it is used.
"""

from __future__ import annotations

import re


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_DIGITS = r"(?:[ \t]*[-#_.]?[ \t]*\d{1,3})?"
_NUMBER = r"(?:[ \t]*[-#_.]?[ \t]*\d{1,3}|[ \t_-](?:one|two|three|four|five|six|[a-z]))?"
_ANSWERING = (
    r"participant|interviewee|respondent|informant|subject|answer|part|resp"
    r"|entrevistad[oa]|participante|befragte(?:r)?|teilnehmer(?:in)?|répondant(?:e)?|interviewé(?:e)?|enquêté(?:e)?|intervistat[oa]"
)
_ANSWERING_SHORT = "a|p|r|ip"

INTERVIEWER = re.compile(
    r"(?:interviewer(?:in|s)?|moderator(?:in)?|facilitator|researcher|question"
    r"|entrevistador(?:a)?|intervieweuse|intervieweur|enquêteur|enquêtrice|intervistatore|intervistatrice"
    r"|pesquisador(?:a)?)"
    rf"{_NUMBER}|(?:int|iv|i|q|mod){_DIGITS}|(?:first|second|lead|co-?)[ -]?(?:interviewer|moderator|facilitator|researcher)"
)
"""Labels of those who ask: `I`, `INT`, `Interviewer 2`, `Moderator`."""

PARTICIPANT = re.compile(rf"(?:{_ANSWERING}){_NUMBER}|(?:{_ANSWERING_SHORT}){_DIGITS}")
"""Labels of those who answer: `P`, `P04`, `Participant 10`, `Interviewee`."""

UNNAMED = re.compile(
    r"(?:(?:unknown|unidentified)[ ])?(?:speaker|person|sprecher(?:in)?|locuteur|falante|orador|hablante|voice)"
    rf"{_NUMBER}|speaker_\d+"
)
"""Labels given by a machine that tells voices apart: `Speaker 1`, `SPEAKER_00`, `Unknown speaker`."""

GENERIC = re.compile(rf"{_ANSWERING}|{_ANSWERING_SHORT}")
"""Labels that every transcript of a study may share; those of `UNNAMED` are generic too."""

QUESTION_HEADS = _words("""
    question q pergunta frage pregunta domanda vraag topic task item section part theme prompt probe tarefa aufgabe tema
    thema parte
""")
"""Words which, numbered, head a question and name nobody."""

ANSWER_HEADS = _words("answer a resposta antwort respuesta réponse risposta antwoord")
"""Words which, under numbered questions, head an answer and name nobody."""

REMARKS = _words("""
    note notes nb n.b n.b. ps p.s. example examples e.g. eg i.e. ie update edit source sources see cf summary keywords
    legend key abstract comment comments remark remarks warning important caution hint tip todo nota notas hinweis
    anmerkung remarque exemple beispiel exemplo ejemplo transcriber transcription transcript transcribed speakers
    participants attendees present contents agenda
""")
"""Words for remarks; such a line is nobody's talk."""

FACTS = _words("""
    date place location venue duration length site recording recorded project study language age gender sex occupation
    title author version setting file filename datum dauer ort lieu fecha data durée duração local lugar idade género
    url link email tel phone doi isbn
""")
"""Words for facts about an interview, as its heading lists them."""

SCHEMES = _words("http https ftp ftps mailto file tel doi urn ssh git data javascript")
"""Schemes of addresses."""

NOISES = _words("""
    laughs laugh laughter laughing inaudible unclear unintelligible pause pauses long silence crosstalk overlapping sighs
    sigh noise music applause coughs cough crying phone break sic link redacted removed name anonymised anonymized
    deleted end start ... xxx bleep beep
""")
"""What stands in brackets beside talk and names nobody."""

TALK = _words("""
    i you we they he she it this that these those there here is was were are be been am has have had do did does say says
    said asked tell told think thought know like so and but or because if when what which who where why how well ok okay
    yes no then now not just really actually thing things my your our their his her its to the an of in on at for with
    about as by from
""")
"""Words of running talk: a label of several words that holds one of them reads like a sentence."""

JOINING = _words("de da do dos das di del della der den van von und and y e la le los bin ibn al el zu ter ten of the")
"""Small words inside names and posts."""
