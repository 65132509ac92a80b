"""Function and question words, which say nothing of what a text is about.

They stay in the index, so that a phrase keeps its words, but a query leaves them out unless it
has no others. Finnish ones are listed in their base form; the forms that an analysis would take
for some other word are listed as they are.
"""

from typing import Final


def _words(*lines: str) -> frozenset[str]:
    return frozenset(word for line in lines for word in line.split())


STOP_WORDS: Final[dict[str, frozenset[str]]] = {
    "fi": _words(
        # verbs that only help
        "olla on ovat oli olivat ole olisi olleet ollut voida voi voidaan voivat saada",
        "ei en et emme ette eivät älä eikä",
        # conjunctions and small adverbs
        "ja tai sekä että eli vai vaan mutta sillä koska jos kun kuin jotta kuten ennen jälkeen",
        "myös vain jo nyt niin näin siis sitten siten vielä aina kuitenkin",
        # pronouns
        "minä sinä hän me te he se ne tämä nämä tuo nuo joka jokin joku itse muu sen sitä siinä",
        "siitä siihen sillä sille niiden niitä niissä tämän tätä tässä tästä jonka jota jossa",
        "josta johon jolla jolle jotka joita joiden joissa joista mukaan kanssa",
        # questions
        "mikä mitä minkä mihin missä mistä millä mille miltä mitkä mitkään kuka kenen ketä ketkä",
        "kenelle keneltä kenet miten miksi milloin kuinka koska kumpi paljonko montako minne",
        "millainen minkälainen onko oliko",
    ),
    "sv": _words(
        "och eller men samt att om som när då så än också bara redan inte ej",
        "en ett den det de dem dess denna detta dessa",
        "i på av för från in ut upp ner till med vid hos under över ur efter",
        "innan mellan mot genom utan inom",
        "är var vara varit blev bli har hade ha kan kunde ska skulle får fick",
        "jag du han hon vi ni man sig sin sitt sina min mitt mina din ditt dina vår vårt våra",
        "vad vem vems vilken vilket vilka hur varför var vart varifrån vars",
        # how much, which ones, where
        "mycket många någon något några sådan sådant sådana där här dit hit nu sedan enligt",
        "eftersom medan",
        # verbs that only help
        "finns fanns funnits blir blivit gör gjorde gjort görs gjordes fått måste borde bör",
    ),
    "en": _words(
        "and or but nor that if as when then so than also only already not no",
        "a an the this these those",
        "in on of for from to with at by under over after before between against through without",
        "within into about",
        "is was are were be been being has had have having can could will would shall should may",
        "might must do does did",
        "i you he she it we they me him her us them my your his its our their one",
        "what who whom whose which how why where there",
        "many much some any such very too here while because until during",
        "doing done get gets got having",
    ),
}

# Words that inside a Swedish compound are rather an ending or a beginning that means something
# else: "konstnären" has no "när", "organisation" no "sat".
NEVER_PARTS: Final = STOP_WORDS["sv"] | _words(
    "ade all and anden ande arna art arts att bar bara dra end ende ens era eri erna fram gör hel",
    "her här ikt inga inne ing ion isk ism ist ista kom las les lig liga ligt ler mest mig nal net",
    "oss per pro rad ras red ren sam sat sen ser sig som stan tar tas the tog uti vet väl åren",
)
