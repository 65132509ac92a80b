"""From an inflected Swedish or English word to the words of which it may be a form.

A word list has base forms only, and a stemmer leaves forms that have little in common with theirs:
short verbs (ökar, öka) and irregular ones (gick, gå). The rules say more than is true; only what
a word list has as a headword is taken.
"""

from collections.abc import Iterator
from functools import lru_cache
from typing import Final

SHORTEST: Final = 2
CACHED_FORMS: Final = 16_384


def _forms(text: str) -> dict[str, str]:
    """Return from each form to its base form; `text` has lines of a base form and its forms."""
    lines = (line.split() for line in text.strip().splitlines())
    return {form: base for base, *forms in lines for form in forms}


# Endings of inflected forms, and what their base forms have instead; the longest ones first.
ENDINGS: Final[dict[str, tuple[tuple[str, tuple[str, ...]], ...]]] = {
    "sv": (
        ("ernas", ("", "a", "e")),
        ("arnas", ("", "e", "a")),
        ("ornas", ("a",)),
        ("ades", ("a",)),
        ("andet", ("a",)),
        ("aste", ("",)),
        ("erna", ("", "a", "e")),
        ("arna", ("", "e", "a")),
        ("orna", ("a",)),
        ("ande", ("a",)),
        ("ende", ("", "a")),
        ("ade", ("a",)),
        ("ats", ("a",)),
        ("des", ("a", "")),
        ("tes", ("a",)),
        ("are", ("",)),
        ("ast", ("",)),
        ("ens", ("",)),
        ("ets", ("",)),
        ("or", ("a",)),
        ("ar", ("a", "", "e")),
        ("er", ("", "a", "e")),
        ("en", ("", "e")),
        ("et", ("", "e")),
        ("an", ("a",)),
        ("na", ("",)),
        ("at", ("a",)),
        ("de", ("a", "")),
        ("te", ("a",)),
        ("ts", ("", "a")),
        ("as", ("a",)),
        ("es", ("a", "e", "")),
        ("r", ("", "a")),
        ("n", ("",)),
        ("t", ("", "a")),
        ("s", ("", "a")),
        ("a", ("",)),
        ("e", ("",)),
    ),
    "en": (
        ("iest", ("y",)),
        ("ies", ("y",)),
        ("ied", ("y",)),
        ("ier", ("y",)),
        ("ying", ("ie", "y")),
        ("ing", ("", "e")),
        ("est", ("", "e")),
        ("ed", ("", "e")),
        ("er", ("", "e")),
        ("es", ("", "e")),
        ("'s", ("",)),
        ("s", ("",)),
        ("d", ("",)),
    ),
}
# English doubles a last consonant before an ending, and Swedish loses one of two or a vowel.
DOUBLED: Final = frozenset("bdgklmnprt")
IRREGULAR: Final[dict[str, dict[str, str]]] = {
    "sv": _forms("""
        gå gick gått går gången gånget gångna
        stå stod stått står
        få fick fått får
        se såg sett ser sågs ses
        ge gav gett givit ger ges gavs givna given givet
        ta tog tagit tar tas togs tagen taget tagna
        säga sade sa sagt säger sägs sades
        göra gjorde gjort gör görs gjordes gjord gjorda
        komma kom kommit kommer
        bli blev blivit blir
        veta visste vetat vet
        vilja ville velat vill
        böra borde bort bör
        finna fann funnit finner finns fanns
        skriva skrev skrivit skriver skrivs skrevs skriven skrivet skrivna
        driva drev drivit drivs drevs driven drivna
        stiga steg stigit
        bita bet bitit
        rida red ridit
        sprida spred spridit sprids spreds spridd spridda
        strida stred stridit
        lida led lidit
        skilja skilde skilt skiljer skiljs
        välja valde valt väljer väljs valdes vald valda
        sälja sålde sålt säljer säljs såldes såld sålda
        följa följde följt följer följs följdes
        dölja dolde dolt döljer dold dolda
        vänja vande vant
        lägga lade lagt lägger läggs lades lagd lagda
        ligga låg legat ligger
        sitta satt suttit sitter
        sätta satte satt sätter sätts sattes
        äta åt ätit äter äts
        dricka drack druckit dricks
        springa sprang sprungit
        sjunga sjöng sjungit sjungs sjöngs
        binda band bundit binds bands bunden bundet bundna
        finnas funnits
        vinna vann vunnit vinner vanns
        försvinna försvann försvunnit
        hinna hann hunnit
        slå slog slagit slår slås slogs slagen slagna
        dra drog dragit drar dras drogs dragen dragna
        fara for farit
        bära bar burit bär bärs bars buren burna
        skära skar skurit skär
        stjäla stal stulit stulen stulna
        bryta bröt brutit bryts bröts bruten brutna
        flyga flög flugit
        flyta flöt flutit
        skjuta sköt skjutit skjuts sköts skjuten
        sluta slöt slutit
        bjuda bjöd bjudit bjuds bjöds bjuden
        ljuga ljög ljugit
        njuta njöt njutit
        hålla höll hållit håller hålls hölls hållen
        falla föll fallit faller
        låta lät låtit låter
        gråta grät gråtit
        sova sov sovit
        leva levde levt lever
        dö dog dött dör
        växa växte vuxit växt växer vuxen
        tillåta tillät tillåtit tillåts tilläts
        känna kände känt känner känns kändes känd kända
        erkänna erkände erkänt erkänner erkänns erkändes erkänd erkända
        använda använde använt använder används användes använd
        sända sände sänt sänder sänds sändes
        hända hände hänt händer
        vända vände vänt vänder
        leda ledde lett leder leds leddes
        betyda betydde betytt betyder
        tro trodde trott tror
        bo bodde bott bor
        nå nådde nått når nås nåddes
        uppnå uppnådde uppnått uppnår uppnås uppnåddes
        ske skedde skett sker
        föda födde fött föder föds föddes född födda
        innehålla innehöll innehållit innehåller
        förstå förstod förstått förstår
        bestå bestod bestått består
        uppstå uppstod uppstått uppstår
        föreslå föreslog föreslagit föreslår föreslås föreslogs
        anse ansåg ansett anser anses ansågs
        innebära innebar inneburit innebär
        beskriva beskrev beskrivit beskriver beskrivs beskrevs
        förstöra förstörde förstört förstörs förstördes
        köra körde kört kör körs
        höra hörde hört hör hörs
        föra förde fört förs fördes
        lära lärde lärt lär
        anföra anförde anfört anför
        barn barnen barnens
        man män männen
        bok böcker böckerna
        fot fötter fötterna
        hand händer händerna
        natt nätter nätterna
        stad städer städerna
        land länder länderna
        tand tänder
        bonde bönder bönderna
        bror bröder bröderna
        son söner sönerna
        mor mödrar
        far fäder
        dotter döttrar döttrarna
        öga ögon ögonen
        öra öron öronen
        god bättre bäst bästa
        stor större störst största
        liten mindre minst minsta små lilla litet
        gammal äldre äldst äldsta gamla
        ung yngre yngst yngsta
        hög högre högst högsta
        låg lägre lägst lägsta
        lång längre längst längsta
        dålig sämre värre sämst värst
    """),
    "en": _forms("""
        begin began begun
        break broke broken
        bring brought
        build built
        buy bought
        catch caught
        choose chose chosen
        come came
        cost costs
        cut cuts
        deal dealt
        do did done does
        draw drew drawn
        drink drank drunk
        drive drove driven
        eat ate eaten
        fall fell fallen
        feed fed
        feel felt
        fight fought
        find found
        fly flew flown
        forbid forbade forbidden
        forget forgot forgotten
        get got gotten
        give gave given
        go went gone goes
        grow grew grown
        hear heard
        hide hid hidden
        hold held
        keep kept
        know knew known
        lay laid
        lead led
        leave left
        lend lent
        lie lay lain
        lose lost
        make made
        mean meant
        meet met
        pay paid
        read reads
        ride rode ridden
        rise rose risen
        run ran
        say said
        see saw seen
        seek sought
        sell sold
        send sent
        shake shook shaken
        shoot shot
        show shown
        sing sang sung
        sit sat
        sleep slept
        speak spoke spoken
        spend spent
        spread spreads
        stand stood
        steal stole stolen
        strike struck stricken
        swim swam swum
        take took taken
        teach taught
        tell told
        think thought
        throw threw thrown
        understand understood
        wear wore worn
        win won
        write wrote written
        child children
        man men
        woman women
        foot feet
        tooth teeth
        mouse mice
        person people
        life lives
        leaf leaves
        half halves
        good better best
        bad worse worst
        old elder eldest
        far further farther furthest
    """),
}


@lru_cache(maxsize=CACHED_FORMS)
def base_forms(word: str, language: str) -> tuple[str, ...]:
    """Return what a lower-case word may be a form of, likeliest first, without itself.

    Nothing for other languages than Swedish and English. A form of an irregular word is of that.
    """
    irregular = IRREGULAR.get(language, {}).get(word)
    if irregular is not None:
        return (irregular,)
    found = dict.fromkeys(_by_rules(word, language))
    found.pop(word, None)
    return tuple(found)


def _by_rules(word: str, language: str) -> Iterator[str]:
    for ending, instead in ENDINGS.get(language, ()):
        body = word[: -len(ending)]
        if not word.endswith(ending) or len(body) < SHORTEST:
            continue
        for last in instead:
            yield body + last
        if len(body) > SHORTEST and body[-1] == body[-2] and body[-1] in DOUBLED:
            yield body[:-1]
