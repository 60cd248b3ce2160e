"""Words that the de-identification check knows: titles, names that are words too, and capitalised words that name nobody."""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


TITLES = _words(
    "mr mrs ms miss mx master sir dame lord lady dr doctor prof professor rev reverend father sister matron staff"
    " nurse councillor cllr sgt sergeant captain major colonel inspector constable judge"
)
"""What stands before a name, in small letters and without a full stop."""

ALSO_WORDS = _words(
    "abbey able amber angel april archer art ash august autumn baker ball banks barber barn barrow basil bath beacon bean"
    " bell berry best bill bird bishop black blue bond bone book booth bow boy bradley brand bridge bridges bright brook"
    " brooks brown buck bull burn burns bush butcher butler canon carpenter carter cash castle chance chandler chapel chase"
    " church clark clay cliff close coal cole colt constant cook cooper corn cotton cove cox craft crane cross crow crystal"
    " dale dawn day deal dean dear dell diamond dove drew duke earl east eve fair faith farmer farrow faye fell fern field"
    " fields finch fisher fleming fletcher flood flower flowers ford forest forth fortune foster fountain fox frank freeman"
    " frost fuller gale gardener garden gardner garland gate gates gay gene gentle gibbon gift glass glen gold good goodman"
    " grace grant gray green grey grove guy hale hall hand hardy harper harry hart hawk hay hayes hazel head heart heath"
    " heather hedge hill hills hogg holland holly holt honey hood hook hope horn horne house hull hunt hunter iris ivory"
    " ivy jack jade january jay jean jewel joy judge july june justice kay key king kings kitchen knight lace lake lamb lane"
    " lark law lawn lee lily little lock locke long lord love low lowe major mann march marine mark marsh martin mason mast"
    " masters may mead meadows mercy merry mews mildred mile miles mill miller mills mint monk moon moor moore morn"
    " moss mount nash neal neat newman nice nick noble noon norm norman north oak oldham olive page pain palm parish"
    " park parker parks parson parsons pass pat patience paul pearl peace peck peg penny pepper perch piece pierce pike pitt"
    " place plant plumb point pole pond pool poole poor pope poppy porter post potter pound power powers pratt precious price"
    " pride priest prime prince prior prudence pure queen quick rain ram ray read reading reason red reed rest rice rich"
    " rider ring rivers rob robin rock rod rooks rose ross round rowan ruby rudd rugby rush rusty sage sailor saint sale"
    " sales sand sands sandwich sandy savage savvy sawyer scales school sea seal self shade sharp shaw shepherd short shore"
    " silver simple singer skinner skip slater slim small smart smith smithy snow south spark sparrow speed spencer spring"
    " staff stafford staples star steel stern steward stock stone storm stout strange street strong sue summer summers sun"
    " sutton swallow swan sweet swift tailor tanner taylor temple terry thorn tiger todd tower towers town townsend train"
    " tree troy true tucker turn turner tyler underhill vale vane victor vine violet wade wake walker wall waller walls"
    " ward ware warden warm waters watt way weaver webb weeks wells west wheeler white wick wild will willow wills wilt"
    " win wind winter wise wolf wood woodman woods world worth wren wright yard york young"
)
"""Surnames, given names and towns that are English words too: taken for a name only where they stand as one."""

MONTHS = _words("january february march april may june july august september october november december")
DAYS = _words("monday tuesday wednesday thursday friday saturday sunday")
BEFORE_A_MONTH = _words(
    "in last next since by until till of early late mid this during from to through before after every each around about"
    " between and except but"
)
"""Words after which a month is a month and nobody's name."""

NAMES_NOBODY = (
    MONTHS
    | DAYS
    | _words(
        # Holidays and seasons.
        "christmas easter boxing lent ramadan eid diwali hanukkah pentecost advent halloween"
        # Peoples, countries and languages that tell little of a person, and nations of these islands.
        " english british welsh scottish irish european american asian african french german italian spanish polish romanian"
        " portuguese indian pakistani bangladeshi chinese japanese filipino nigerian australian canadian russian turkish"
        " greek dutch danish swedish norwegian finnish caribbean latin arabic urdu hindi punjabi gaelic"
        " england britain scotland wales ireland europe america asia africa france germany italy spain poland india china"
        " australia canada japan russia zealand uk gb us usa eu"
        # Faiths and their books.
        " christian catholic protestant anglican methodist jewish muslim hindu sikh buddhist god bible"
        # Bodies, papers, tests and figures of the health service that everybody knows.
        " nhs nice doh dh phe hes icd opcs qof cqc bma rcn gmc nmc who nos bmj dxa dexa mri ct ecg gp gps hr it pa pas ceo cfo"
        " coo fls pct pcts ccg ccgs sha shas mdt pdf ppe ok tv dvd cd pc id iv im bp bmi nhfd frax qaly qalys roi kpi kpis"
        " cquin cip cips sla slas itu icu a&e ae ot pt physio fte wte hdu pals"
        # What computers and shops are called.
        " excel word powerpoint outlook google microsoft apple facebook twitter skype zoom teams internet windows linux"
        # Words that transcripts write with a capital.
        " i okay yes no interviewer participant speaker inaudible laughs pause crosstalk"
    )
)
"""Capitalised words that are nobody's name, in small letters: never proposed, and never taken for a misspelt name."""

GIVEN_NAMES = _words(
    "aaron abdul abigail adam adrian agnes ahmed aisha alan albert alex alexander alexandra alfie ali alice alison alistair"
    " amanda amelia amir amy ana andrea andrew angela angus anita ann anna anne annie anthony antonia archie arthur aziz barbara"
    " barry beatrice becky ben benjamin bernard beth bethan betty beverley bob brenda brian bridget bronwen bruce bryan callum"
    " cameron carl carol caroline catherine cathy cecil charles charlie charlotte cheryl chloe chris christina christine"
    " christopher ciara claire clare clive colin connor craig cynthia daniel darren dave david dean deborah debbie debra denise"
    " dennis derek diana diane dominic donald donna doreen doris dorothy douglas duncan dylan ed eddie edith edna edward eileen"
    " elaine eleanor elizabeth ella ellen ellie elsie emily emma enid eric erica ernest ethan ethel eugene evelyn fatima fiona"
    " florence frances francesca fred freda frederick gareth gary gavin gemma geoff geoffrey george georgia georgina gerald"
    " geraldine gerard gill gillian gladys glenda glenys gloria glyn gordon graeme graham greg gregory gwen hamish hannah harold"
    " harriet hassan hayley helen helena henry herbert hilary howard hugh hugo hussain ian ibrahim imran irene isaac isabel"
    " isabella isla jacob jacqueline jade jake james jamie jan jane janet janice jasmine jason jeanette jeff jennifer jenny"
    " jeremy jess jessica jessie jill jim joan joanna joanne jodie joe joel john johnny jonathan jordan joseph josephine joshua"
    " joyce juan judith judy julia julian julie karen karl kate katherine kathleen kathryn kathy katie keith kelly ken kenneth"
    " kerry kevin khalid kim kirsty kyle laura lauren laurence leah leanne len leo leon leonard leslie lesley lewis liam lillian"
    " linda lindsay lionel lisa liz lorna lorraine louis louise lucas lucy luke lydia lynn lynne mabel madeleine maggie mairi"
    " malcolm marcus margaret maria marian marie marilyn marion marjorie marlene martha martyn mary mason matt matthew maureen"
    " maurice max maxine megan melanie melissa mia michael michele michelle mick mike millie miriam mohammed mohamed moira molly"
    " mona monica morag muhammad muriel nadia nancy naomi natalie natasha nathan neil nicholas nicola nigel noah noel nora"
    " noreen norma nuala oliver olivia omar oscar owen paddy pamela patricia patrick paula pauline peggy pete peter phil philip"
    " phillip phoebe phyllis priya rachael rachel raj ralph raymond rebecca reg rhys richard rita robert roberta roger ron"
    " ronald rosemary roy ruth ryan sally sam samantha samuel sandra sara sarah scott sean shannon sharon sheila shirley sian"
    " simon siobhan sonia sophie stan stanley stella stephanie stephen steve steven stewart stuart susan suzanne sylvia tania"
    " tanya tara terence teresa thelma theo theresa thomas tim timothy tina toby tom tommy tony tracey tracy trevor tricia una"
    " ursula valerie vanessa vera vernon veronica vicky victoria vincent vivien wayne wendy wilfred william winifred yasmin"
    " yusuf yvonne zainab zara zoe"
)
"""Given names by which a name is known where a sentence begins with it."""

INSTITUTIONS = _words(
    "hospital infirmary trust university college school academy ccg pct council surgery clinic practice centre center ward unit"
    " hospice foundation institute church chapel mosque temple library limited ltd plc society association charity house lodge"
    " court care home nursing laboratory laboratories company group partnership federation board department directorate"
)
"""The last words of names of organisations, in small letters."""
GENERIC = INSTITUTIONS | _words("royal general district county city national regional northern southern eastern western central")
"""Words of which many organisations' names are made, and which by themselves name none."""
PLACE_PREPOSITIONS = _words("in at from to near around outside over down up towards of through past")
"""Words after which a name is more likely that of a place."""
