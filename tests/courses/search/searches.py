"""What people type, and what of it should be among the first three things that are found.

A line holds what is typed and a part of the address that is right; `|` stands between several. The
lists under an address hold words as they stand there: on pages of helpers, in letters of readers
and in what journalists noted down of conversations. Search logs of such sites are not public.
"""

OWN = """
# Older people
ik ben zo alleen                            eenzaam
alleen                                      eenzaam
eenzaam zijn                                eenzaam
de buurvrouw is eenzaam                     eenzaam
niemand komt meer langs                     eenzaam
mijn man is overleden                       rouw-en-verlies
vrouw gestorven wat nu                      rouw-en-verlies
weduwe                                      rouw-en-verlies
weduwen helpen                              rouw-en-verlies
weduwnaar                                   rouw-en-verlies
begravenis                                  rouw-en-verlies
gecondoleerd                                rouw-en-verlies
omgaan met de dood                          rouw-en-verlies
opbellen                                    bellen
telefoneren met ouderen                     bellen
telephoneren                                bellen
telefoon                                    bellen
iemand gebeld                               bellen
slechthorend                                bellen|toegankelijkheid
doof                                        bellen|toegankelijkheid
de zin van het leven                        zingeving
geloof                                      zingeving
kerk                                        zingeving
waar meld ik iets                           signaal|signaleren
telefoonnummer infopunt                     signaal|over-de-academie
diploma                                     mijn/#certificaten
lezing terugkijken                          lezingen
kerstmis alleen                             bijzondere|rouw-en-verlies|eenzaam
# Who looks for something of their own
waar ben ik ingeschreven                    mijn/
mijn afspraken                              mijn/
mijn inschrijving                           mijn/
waar moet ik zijn                           mijn/
mail kwijt                                  mijn/
ik ben mijn mail kwijt                      mijn/
geen mail gekregen                          mijn/
afmelden                                    mijn/
afzeggen                                    mijn/
ik kan niet komen                           mijn/
certificaat kwijt                           mijn/#certificaten
mijn certificaat                            mijn/#certificaten
wachtwoord vergeten                         account/login
wachtwoord kwijt                            account/login
geen code gekregen                          account/login
inloggen                                    account/login
waar is het gebouw                          mijn/
welke bus                                   mijn/
evaluatie                                   mijn/
mening geven                                mijn/
wat vond je ervan                           mijn/
# Who lost somebody uses the same words
kwijt                                       rouw-en-verlies
ik ben mijn man kwijt                       rouw-en-verlies
moeder kwijt                                rouw-en-verlies
# Who is learning Dutch
eensaam                                     eenzaam
eensaamheid                                 eenzaam
enzaam                                      eenzaam
eenzaamhijd                                 eenzaam
ensamheit                                   eenzaam
lonely                                      eenzaam
loneliness training                         eenzaam
ruow                                        rouw-en-verlies
rauw                                        rouw-en-verlies
rauw avont                                  rouw-en-verlies
rouw s'avonds                               rouw-en-verlies
rouwverwerkin s'avonds                      rouw-en-verlies
rouw savonds                                rouw-en-verlies
rouw en verlis                              rouw-en-verlies
grief                                       rouw-en-verlies
my husband died                             rouw-en-verlies
my wife passed away                         rouw-en-verlies
dood man                                    rouw-en-verlies
how to call someone                         bellen
phone call                                  bellen
tellefoon                                   bellen
bele                                        bellen
meaning of life                             zingeving
zin geving                                  zingeving
singeving                                   zingeving
leven vragen                                zingeving
course in english                           bellen
luistren                                    luisteren|zingeving|bellen
gesprek oefenen                             gesprek|signaleren|bellen|rouw-en-verlies
vluchteling                                 ouder-worden
taal moeilijk                               verstaan|bellen|ouder-worden
certifikaat                                 over-de-academie|leerlijnen|privacy
# Professionals
signaleren van eenzaamheid                  signaleren
eenzaamheidsinterventie                     eenzaam
rouwverwerking                              rouw-en-verlies
rouwbegeleiding vrijwilligers               rouw-en-verlies
nabestaanden                                rouw-en-verlies
belvrijwilligers                            bellen
telefonisch contact                         bellen
gespreksvaardigheden                        gesprek|signaleren|bellen|luisteren
zingevingsvragen                            zingeving
geestelijke verzorging                      zingeving|verder-helpen
levensvragen bij ouderen                    zingeving|levensvragen
risicogroepen eenzaamheid                   eenzaam
doorverwijzen                               signaal|signaleren|zingeving
meldcode zorgen                             signaal|signaleren|bellen
AVG                                         privacy
persoonsgegevens                            privacy
WCAG                                        toegankelijkheid
cultuursensitief                            ouder-worden|rouw-en-verlies
oudere migranten                            ouder-worden
grenzen stellen                             grens|rouw-en-verlies|bellen|zingeving
open vragen stellen                         zingeving|gesprek|trage|bellen
leerlijn eenzaamheid                        leerlijnen
online avondtraining                        bellen
training op zaterdag                        rouw-en-verlies
training in overvecht                       rouw-en-verlies
"""

FOUND = """
# kk.nl/rouwverwerking, begrafenisencrematieverenigingharkstede-scharmer.nl/rouwverwerking-2
verlies van dierbaren                       rouw-en-verlies
gemis                                       rouw-en-verlies
verdriet                                    rouw-en-verlies
uitvaart                                    rouw-en-verlies
crematie                                    rouw-en-verlies
piekeren                                    rouw-en-verlies|eenzaam|zingeving|bellen
fases van rouwverwerking                    rouw-en-verlies
# claudiafuss.nl (losing), rouw-en-verliesbegeleiding.be, nltoday.news/?p=25676
rouwproces                                  rouw-en-verlies
sterven en rouwen                           rouw-en-verlies
kenmerken van rouw                          rouw-en-verlies
verlies van een dierbare door overlijden    rouw-en-verlies
partner na een scheiding                    rouw-en-verlies
isolement                                   eenzaam
rituelen                                    rouw-en-verlies
hoe doe je dat rouwen                       rouw-en-verlies
rouwende vriend steunen                     rouw-en-verlies
# knack.be, telegraaf.nl: misunderstandings about mourning
praten over de overledene                   rouw-en-verlies
loslaten                                    rouw-en-verlies
huilen                                      rouw-en-verlies
troost                                      rouw-en-verlies
stervensbegeleiding                         rouw-en-verlies
# nrc.nl, bd.nl, telegraaf.nl, hartvannederland.nl: what old people themselves say
allenigheid                                 eenzaam
ik voel me zo alleen                        eenzaam
er komt hier nooit iemand op bezoek         eenzaam
eenzame ouderen                             eenzaam
oma eenzaam                                 eenzaam
moeder mist vader                           rouw-en-verlies
de dagen duren lang                         eenzaam|ouder-worden|zingeving|bellen
alleenstaande ouderen                       eenzaam|ouder-worden
kinderen hebben het te druk                 ouder-worden|eenzaam|zingeving
na de dood van mijn man                     rouw-en-verlies
kerst voor eenzame ouderen                  eenzaam|bijzondere
gezelschap                                  eenzaam
# deluisterlijn in ad.nl, pzc.nl, metronieuws.nl, regiobodeonline.nl, ziptone.nl, rtvoost.nl
luisterend oor                              luisteren|bellen|zingeving|gesprek
luisterlijn                                 bellen
hulplijn                                    bellen
actief luisteren                            luisteren|bellen|zingeving|gesprek
telefoontjes                                bellen
doorvragen                                  luisteren|bellen|zingeving|gesprek|trage
gesprekstechnieken                          gesprek|bellen|luisteren
silent calls                                bellen
samenvatten                                 luisteren|bellen|gesprek|trage|zingeving
beller herhaalt zich                        bellen
vanuit huis bellen                          bellen
iemand om mee te praten                     eenzaam|gesprek
afstand houden                              grens|rouw-en-verlies|bellen|zingeving|eenzaam
# nhnieuws.nl, vvd.nl (local), vrijwilligerscentralehw.nl, s-p-a.be, rd.nl: towns on loneliness
eenzaamheid herkennen                       signaleren
bespreekbaar maken                          signaleren
eerder signaleren                           signaleren
vereenzamen                                 eenzaam
sociaal isolement doorbreken                eenzaam
praatje maken                               gesprek|eenzaam|bellen
huisbezoeken                                signaleren
omgaan met eenzaamheid                      eenzaam
in gesprek over eenzaamheid                 eenzaam|gesprek
aanpak eenzaamheid                          eenzaam
taboe                                       eenzaam
week tegen eenzaamheid                      eenzaam
jongeren eenzaam                            eenzaam
contact leggen                              bellen|gesprek|eenzaam
# houtensnieuws.nl, destentor.nl, verenso.nl, docplayer.nl/12513526, luisterendoor-mg.nl, agora.nl
levensvragen                                zingeving
trage vragen                                zingeving
geestelijk verzorger                        zingeving
zin in het leven verloren                   zingeving
zinvragen                                   zingeving
zinverlies                                  zingeving|rouw-en-verlies
levenseinde                                 zingeving|rouw-en-verlies
waarom moet mij dit overkomen               zingeving|rouw-en-verlies
spiritueel                                  zingeving
bronnen van kracht                          zingeving
terugkijken op mijn leven                   zingeving
laatste levensfase                          rouw-en-verlies|zingeving
casusbesprekingen                           zingeving|signaleren|rouw-en-verlies|bellen
luisteren naar levensverhaal                zingeving
# deregenboog.org (volunteer academy), doarpswurk.frl, nieuwsbank.nl
volunteer training                          trainingen
basistraining                               trainingen
hulpvragen                                  zingeving|signaleren|rouw-en-verlies|bellen
cursussen voor vrijwilligers                trainingen
gratis scholing                             over-de-academie|trainingen
goed gesprek                                signaleren|gesprek|bellen
illness and grief                           rouw-en-verlies
"""

ENGLISH = """
# Who reads the site in English: what is translated by its English, all by its Dutch
loneliness                                  eenzaam
being alone                                 eenzaam
noticing loneliness                         signaleren
lonly neighbour                             eenzaam
keeping in touch by telephone               bellen
telephone call                              bellen
hard of hearing                             bellen|toegankelijkheid
grief                                       rouw-en-verlies
when a partner dies                         rouw-en-verlies
my husband died                             rouw-en-verlies
widow                                       rouw-en-verlies
meaning in life                             zingeving
slow questions                              zingeving
strength                                    zingeving
limits                                      grens|rouw-en-verlies|bellen|zingeving
lectures                                    lezingen
privacy                                     privacy
accessibility                               toegankelijkheid
certificate                                 mijn/#certificaten|over-de-academie|leerlijnen|privacy
growing old far from your country           ouder-worden
training in overvecht                       rouw-en-verlies
course in english                           bellen
bellen                                      bellen
rouw en verlies                             rouw-en-verlies
eenzaamheid signaleren                      signaleren
"""


def searches(text: str) -> list[tuple[str, list[str]]]:
    """What is typed, and the parts of an address of which one is right."""
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    pairs = [line.rsplit(maxsplit=1) for line in lines]
    return [(typed.strip(), right.split("|")) for typed, right in pairs]
