"""What a screen reader meets on each kind of page: roles, names, order and states.

From the browser's accessibility tree, by the name that a page has in the tables of the tests. What
is left out here may stand on the page; what stands here is there, in this order.
"""

HEARD = {
    "home": """
- heading "Leer er te zijn voor een ander" [level=1]
- link "Zoek een training"
- link "Bekijk de agenda"
- paragraph:
  - link "Weet je het nog niet? Beantwoord vier vragen."
- region "Onze trainingen":
  - heading "Onze trainingen" [level=2]
  - list:
    - listitem:
      - article:
        - heading "Luisteren" [level=2]:
          - link "Luisteren"
        - list:
          - listitem: 3 uur
- region "Binnenkort":
  - heading "Binnenkort" [level=2]
  - list:
    - listitem:
      - heading "Luisteren" [level=2]
      - link "Schrijf je in"
""",
    "catalogue": """
- heading "Trainingen" [level=1]
- paragraph:
  - link "Weet je het nog niet? Beantwoord vier vragen."
- search "Zoek een training":
  - searchbox "Zoek op woord"
  - button "Zoek"
  - group:
    - textbox "Vanaf"
    - combobox "Overdag of ’s avonds"
    - checkbox "Alleen met vrije plaatsen"
    - button "Toon"
- navigation "Snel kiezen":
  - list:
    - listitem:
      - link "Overdag"
    - listitem:
      - link "’s Avonds"
  - group: In mijn wijk
- status: /\\d trainingen gevonden/
- list:
  - listitem:
    - article:
      - heading "Luisteren" [level=2]:
        - link "Luisteren"
""",
    "training": """
- heading "Luisteren" [level=1]
- paragraph:
  - link "Bekijk data en schrijf je in"
- heading "Lessen" [level=2]
- list:
  - listitem:
    - paragraph:
      - link "Beginnen"
- complementary "In het kort":
  - term: Bijeenkomsten
  - definition: 3 uur. Bij een datum kan dat anders zijn.
- region "Data en inschrijven":
  - list:
    - listitem:
      - list:
        - listitem: Buurthuis De Wissel, Dorpsstraat 1, Utrecht
      - text: /Nog \\d+ plaatsen/
      - link "Schrijf je in"
""",
    "signup-errors": """
- heading "Maak een account" [level=1]
- alert:
  - paragraph: Dit moet nog anders
  - list:
    - listitem:
      - 'link "Voornaam: Vul een naam in. Heb je maar één naam? Vul die dan hier in."'
    - listitem:
      - 'link "Je e-mailadres: Dit is een verplicht veld."'
- textbox "Voornaam" [invalid]
- textbox "Achternaam (niet verplicht)"
- textbox "Je e-mailadres" [invalid]
- group "Ik doe mee als":
  - radio "Vrijwilliger" [checked]
- button "Maak mijn account"
""",
    "mine": """
- heading /Dag Voornaam\\d+/ [level=1]
- region "Nu te doen":
  - list:
    - listitem:
      - article:
        - heading "Wat vond je ervan?" [level=3]
        - paragraph:
          - link "Geef je mening"
    - listitem:
      - article:
        - heading "Je certificaat is klaar" [level=3]
        - paragraph:
          - link "Haal je certificaat op (pdf)"
- region "Binnenkort":
  - list:
    - listitem:
      - article:
        - heading "Luisteren" [level=3]
- region "Afgerond"
- region "Certificaten":
  - list:
    - listitem:
      - article:
        - paragraph:
          - link "Download (pdf)"
        - group: Pasje, en laten zien dat het echt is
""",
    "evaluation": """
- heading "Wat vond je van Luisteren?" [level=1]
- group: Je antwoorden zijn anoniem. Lees wat we bewaren
- progressbar "Hoeveel vragen je al hebt beantwoord"
- group "Welk cijfer geef je de training?":
  - radio "1"
  - radio "10"
- group "Kun je dit in de praktijk gebruiken? (niet verplicht)":
  - radio "Ja"
  - radio "Geen antwoord" [checked]
- textbox "Wat heb je geleerd? (niet verplicht)"
- paragraph: 0 van 75 woorden
- status
- button "Verstuur"
- link "Nu niet"
""",
    "certificate-check": """
- heading "Certificaat controleren" [level=1]
- img "Gelukt"
- paragraph: Dit certificaat is echt en geldig
- term: Naam
- definition: /Voornaam\\d+ Achternaam\\d+/
- term: Training
- definition: Luisteren
- heading "Heb je de pdf?" [level=2]
- button "Kies de pdf, of sleep hem naar het vak"
- status
- link "Download het certificaat (pdf)"
""",
    "/beheer/": """
- heading "Vrijwilligersacademie" [level=1]
- region "Vandaag":
  - heading "Vandaag" [level=2]
  - link "Iemand inschrijven"
  - region "Bijeenkomsten":
    - heading "Bijeenkomsten" [level=3]
  - region "Te doen":
    - heading "Te doen" [level=3]
    - list:
      - listitem:
        - text: Dit heeft haast
        - link "Bel 1 persoon"
""",
    "/beheer/presentie/{past}/": """
- heading "Deelnemers en presentie" [level=2]
- region "Deelnemers en presentie":
  - table "2 deelnemers":
    - rowgroup:
      - row:
        - columnheader "Naam"
        - columnheader /Bijeenkomst 1/:
          - link "Bijeenkomst 1"
    - rowgroup:
      - row:
        - rowheader /Voornaam\\d+ Vrijwilliger/
        - cell:
          - checkbox /Voornaam\\d+ Achternaam\\d+ was bij bijeenkomst 1/ [checked]
      - row:
        - cell:
          - checkbox "Er was niemand bij bijeenkomst 1"
- button "Bewaar de presentie"
- button "Bewaar, de lijst is klaar"
""",
}
