"""Two hundred words that stand with a capital and name nobody: sentence starts, months, peoples, bodies, tests, terms."""

from __future__ import annotations


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


STARTS = _words(
    "The A An And But So Then When Where Why How What Who Which That This These Those There Here Well Now Yes No"
    " Right Okay Maybe Perhaps Actually Basically Honestly Usually Sometimes Often Never Always Nobody Everybody"
    " Somebody Everything Nothing Because Although However Therefore Whereas Unless Until Before After During Since"
    " Between Money Quality Nurses Doctors Managers Patients Clinics Fractures Hips Wrists Bones Beds Wards Budgets"
    " Finance Figures Guidelines Evidence Training Time Meetings Letters Forms Reports Surgeons Consultants"
    " Commissioners Secondly Firstly Lovely Absolutely Hopefully Luckily Obviously Officially Eventually Suddenly"
    " Theatre Radiology Trauma"
)
MONTHS_AND_DAYS = _words(
    "January February March April May June July August September October November December Monday Tuesday Wednesday"
    " Thursday Friday Saturday Sunday Christmas Easter Ramadan Mondays Sundays"
)
PEOPLES = _words(
    "English British Welsh Scottish Irish European American Asian African French German Italian Spanish Polish Indian"
    " Chinese Nigerian Filipino England Britain Scotland Wales Ireland Europe France Germany Glasgow Canada Australia"
    " Russia Japan Dutch Danish Swedish Greek Turkish Christian Muslim Hindu Catholic"
)
KNOWN = _words(
    "NHS NICE DXA DEXA HES QOF UK GB EU USA GP GPs PCT PCTs CCG CCGs SHA NOS FLS FRAX BMJ BMI MRI CT ECG HR IT PALS"
    " MDT PDF QALY CQC BMA GMC RCN COREQ ICD NHFD TV Excel Word Google Facebook Internet I P001 P015 Interviewer"
    " Participant"
)
WORDS = (*STARTS, *MONTHS_AND_DAYS, *PEOPLES, *KNOWN)
SENTENCES = (
    "{word} is what they said. And then {word} came up again, in {word}, and nobody asked.",
    "It was for {word} or so; “{word}”, he said, and that was {word}’s part.",
)
