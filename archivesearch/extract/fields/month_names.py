"""Month and weekday names as blogs print them, in thirty-odd languages: word -> number and languages.

Wide, abbreviated, nominative and genitive forms of the Unicode CLDR, and the short forms of PHP, WordPress
and people where they differ. Case and accents are folded, so "FEVRIER" is février. Chinese, Japanese, Korean
and Vietnamese number their months; timestamp.py reads those.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Name:
    """A month (1-12), or a weekday (1 = Monday; more than one where languages differ), and its languages."""

    numbers: frozenset[int]
    languages: frozenset[str]

    @property
    def number(self) -> int:
        """The number of a name that has only one, as every month name has."""
        return min(self.numbers)


def month_named(word: str) -> Name | None:
    """The month a word names, in any case and with or without accents; None for other words."""
    return _MONTHS.get(word) or (None if word.isascii() and word.islower() else _MONTHS.get(_folded(word)))


def weekday_named(word: str) -> Name | None:
    """The weekday a word names, in any case and with or without accents; None for other words."""
    return _WEEKDAYS.get(word) or (
        None if word.isascii() and word.islower() else _WEEKDAYS.get(_folded(word))
    )


@lru_cache(maxsize=4096)
def _folded(word: str) -> str:
    spread = unicodedata.normalize("NFD", word.casefold())
    return "".join(char for char in spread if not unicodedata.combining(char))


# One line a language: January | February | ..., the spellings of each month parted by spaces.
_MONTH_NAMES: Mapping[str, str] = {
    "en": (
        "january jan | february feb | march mar | april apr | may | june jun | july jul | august aug | "
        "september sep sept | october oct | november nov | december dec"
    ),
    "de": (
        "januar jan jänner jän | februar feb feber | märz mär mrz maerz | april apr | mai | juni jun | "
        "juli jul | august aug | september sept sep | oktober okt | november nov | dezember dez"
    ),
    "fr": (
        "janvier janv jan | février févr fev | mars mar | avril avr | mai | juin jun | "
        "juillet juil jul | août aou | septembre sept sep | octobre oct | novembre nov | décembre déc"
    ),
    "es": (
        "enero ene | febrero feb | marzo mar | abril abr | mayo may | junio jun | julio jul | "
        "agosto ago | septiembre sept set setiembre sep | octubre oct | noviembre nov | diciembre dic"
    ),
    "pt": (
        "janeiro jan | fevereiro fev | março mar | abril abr | maio mai | junho jun | julho jul | "
        "agosto ago | setembro set sept | outubro out | novembro nov | dezembro dez"
    ),
    "it": (
        "gennaio gen | febbraio feb | marzo mar | aprile apr | maggio mag | giugno giu | luglio lug | "
        "agosto ago | settembre set sett | ottobre ott | novembre nov | dicembre dic"
    ),
    "nl": (
        "januari jan | februari feb | maart mrt maa | april apr | mei | juni jun | juli jul | "
        "augustus aug | september sep | oktober okt | november nov | december dec"
    ),
    "ru": (
        "января январь янв | февраля февраль февр фев | марта март мар | апреля апрель апр | мая май | "
        "июня июнь июн | июля июль июл | августа август авг | сентября сентябрь сент сен | "
        "октября октябрь окт | ноября ноябрь нояб ноя | декабря декабрь дек"
    ),
    "pl": (
        "stycznia styczeń sty | lutego luty lut | marca marzec mar | kwietnia kwiecień kwi | maja maj | "
        "czerwca czerwiec cze | lipca lipiec lip | sierpnia sierpień sie | "
        "września wrzesień wrz wrzes | października październik paź pazdz | listopada listopad lis | "
        "grudnia grudzień gru"
    ),
    "sv": (
        "januari jan | februari feb | mars mar | april apr | maj | juni jun | juli jul | augusti aug | "
        "september sep | oktober okt | november nov | december dec"
    ),
    "da": (
        "januar jan | februar feb | marts mar | april apr | maj | juni jun | juli jul | august aug | "
        "september sep | oktober okt | november nov | december dec"
    ),
    "no": (
        "januar jan | februar feb | mars mar | april apr | mai | juni jun | juli jul | august aug | "
        "september sep | oktober okt | november nov | desember des"
    ),
    "fi": (
        "tammikuuta tammikuu tammi | helmikuuta helmikuu helmi | maaliskuuta maaliskuu maalis | "
        "huhtikuuta huhtikuu huhti | toukokuuta toukokuu touko | kesäkuuta kesäkuu kesä | "
        "heinäkuuta heinäkuu heinä | elokuuta elokuu elo | syyskuuta syyskuu syys | "
        "lokakuuta lokakuu loka | marraskuuta marraskuu marras | joulukuuta joulukuu joulu"
    ),
    "cs": (
        "ledna leden led | února únor úno | března březen bře | dubna duben dub | května květen kvě | "
        "června červen čvn | července červenec čvc | srpna srpen srp | září zář | října říjen říj | "
        "listopadu listopad lis | prosince prosinec pro"
    ),
    "sk": (
        "januára január jan | februára február feb | marca marec mar | apríla apríl apr | mája máj | "
        "júna jún | júla júl | augusta august aug | septembra september sep | októbra október okt | "
        "novembra november nov | decembra december dec"
    ),
    "uk": (
        "січня січень січ | лютого лютий лют | березня березень бер | квітня квітень квіт кві | "
        "травня травень трав тра | червня червень черв чер | липня липень лип | "
        "серпня серпень серп сер | вересня вересень вер | жовтня жовтень жовт | "
        "листопада листопад лист лис | грудня грудень груд"
    ),
    "ca": (
        "gener gen | febrer febr | març | abril abr | maig | juny | juliol jul | agost | setembre set | "
        "octubre oct | novembre nov | desembre des"
    ),
    "tr": (
        "ocak oca | şubat şub | mart mar | nisan nis | mayıs may | haziran haz | temmuz tem | "
        "ağustos ağu | eylül eyl | ekim eki | kasım kas | aralık ara"
    ),
    "hu": (
        "január jan | február febr feb | március márc | április ápr | május máj | június jún | "
        "július júl | augusztus aug | szeptember szept szep | október okt | november nov | december dec"
    ),
    "ro": (
        "ianuarie ian | februarie feb | martie mar | aprilie apr | mai | iunie iun | iulie iul | "
        "august aug | septembrie sept sep | octombrie oct | noiembrie nov noi | decembrie dec"
    ),
    "el": (
        "ιανουαρίου ιανουάριος ιαν | φεβρουαρίου φεβρουάριος φεβ | μαρτίου μάρτιος μαρ μάρ | "
        "απριλίου απρίλιος απρ | μαΐου μάιος μαΐ μάι | ιουνίου ιούνιος ιουν ιούν | "
        "ιουλίου ιούλιος ιουλ ιούλ | αυγούστου αύγουστος αυγ αύγ | σεπτεμβρίου σεπτέμβριος σεπ | "
        "οκτωβρίου οκτώβριος οκτ | νοεμβρίου νοέμβριος νοε νοέ | δεκεμβρίου δεκέμβριος δεκ"
    ),
    "bg": (
        "януари яну | февруари фев | март | април апр | май | юни | юли | август авг | "
        "септември сеп септ | октомври окт | ноември ное | декември дек"
    ),
    "he": (
        "ינואר ינו בינואר בינו | פברואר פבר בפברואר בפבר | מרץ במרץ | אפריל אפר באפריל באפר | "
        "מאי במאי | יוני ביוני | יולי ביולי | אוגוסט אוג באוגוסט באוג | ספטמבר ספט בספטמבר בספט | "
        "אוקטובר אוק באוקטובר באוק | נובמבר נוב בנובמבר בנוב | דצמבר דצמ בדצמבר בדצמ"
    ),
    "ar": (
        "يناير ינואר ינו | فبراير פברואר פבר شباط | مارس מרץ آذار | أبريل אפריל אפר نيسان ابريل | "
        "مايو מאי أيار | يونيو יוני حزيران | يوليو יולי تموز | أغسطس אוגוסט אוג آب اغسطس | "
        "سبتمبر ספטמבר ספט أيلول | أكتوبر אוקטובר אוק اكتوبر | نوفمبر נובמבר נוב | ديسمبر דצמבר דצמ"
    ),
    "id": (
        "januari ינואר jan ינו | februari פברואר feb פבר | maret מרץ mar | april אפריל apr אפר | "
        "mei מאי | juni יוני jun | juli יולי jul | agustus אוגוסט agu אוג | september ספטמבר sep ספט | "
        "oktober אוקטובר okt אוק | november נובמבר nov נוב | desember דצמבר des דצמ"
    ),
    "lt": (
        "sausio sausis saus ינו | vasario vasaris vas פבר | kovo kovas kov מרץ | "
        "balandžio balandis bal אפר | gegužės gegužė geg מאי | birželio birželis birž יוני | "
        "liepos liepa liep יולי | rugpjūčio rugpjūtis rugp אוג | rugsėjo rugsėjis rugs ספט | "
        "spalio spalis spal אוק | lapkričio lapkritis lapkr נוב | gruodžio gruodis gruod דצמ"
    ),
    "lv": (
        "janvāris ינואר janv ינו | februāris פברואר febr פבר | marts מרץ | aprīlis אפריל apr אפר | "
        "maijs מאי | jūnijs יוני jūn | jūlijs יולי jūl | augusts אוגוסט aug אוג | "
        "septembris ספטמבר sept ספט | oktobris אוקטובר okt אוק | novembris נובמבר nov נוב | "
        "decembris דצמבר dec דצמ"
    ),
    "et": (
        "jaanuar ינואר jaan ינו | veebruar פברואר veebr פבר | märts מרץ | aprill אפריל apr אפר | "
        "mai מאי | juuni יוני | juuli יולי | august אוגוסט aug אוג | september ספטמבר sept ספט | "
        "oktoober אוקטובר okt אוק | november נובמבר nov נוב | detsember דצמבר dets דצמ"
    ),
    "sl": (
        "januar ינואר jan ינו | februar פברואר feb פבר | marec מרץ mar | april אפריל apr אפר | "
        "maj מאי | junij יוני jun | julij יולי jul | avgust אוגוסט avg אוג | september ספטמבר sep ספט | "
        "oktober אוקטובר okt אוק | november נובמבר nov נוב | december דצמבר dec דצמ"
    ),
    "gl": (
        "xaneiro ינואר xan ינו | febreiro פברואר feb פבר | marzo מרץ mar | abril אפריל abr אפר | "
        "maio מאי | xuño יוני | xullo יולי xul | agosto אוגוסט ago אוג | setembro ספטמבר set ספט | "
        "outubro אוקטובר out אוק | novembro נובמבר nov נוב | decembro דצמבר dec דצמ"
    ),
    "eu": (
        "urtarrila ינואר urt ינו | otsaila פברואר ots פבר | martxoa מרץ mar | apirila אפריל api אפר | "
        "maiatza מאי mai | ekaina יוני eka | uztaila יולי uzt | abuztua אוגוסט abu אוג | "
        "iraila ספטמבר ira ספט | urria אוקטובר urr אוק | azaroa נובמבר aza נוב | abendua דצמבר abe דצמ"
    ),
    "is": (
        "janúar ינואר jan ינו | febrúar פברואר feb פבר | mars מרץ mar | apríl אפריל apr אפר | maí מאי | "
        "júní יוני jún | júlí יולי júl | ágúst אוגוסט ágú אוג | september ספטמבר sep ספט | "
        "október אוקטובר okt אוק | nóvember נובמבר nóv נוב | desember דצמבר des דצמ"
    ),
    "zh": "一月 | 二月 | 三月 | 四月 | 五月 | 六月 | 七月 | 八月 | 九月 | 十月 | 十一月 | 十二月",
}

# Monday | Tuesday | ...
_WEEKDAY_NAMES: Mapping[str, str] = {
    "en": (
        "monday mon | tuesday tue tues | wednesday wed weds | thursday thu thur thurs | friday fri | "
        "saturday sat | sunday sun"
    ),
    "de": (
        "montag mo mon | dienstag di die | mittwoch mi mit | donnerstag do don | freitag fr fre | "
        "samstag sa sam | sonntag so son"
    ),
    "fr": "lundi lun | mardi mar | mercredi mer | jeudi jeu | vendredi ven | samedi sam | dimanche dim",
    "es": (
        "lunes lun | martes mar | miércoles mié mie | jueves jue | viernes vie | sábado sáb sab | domingo dom"
    ),
    "pt": (
        "segunda-feira seg segunda | terça-feira ter terça | quarta-feira qua quarta | "
        "quinta-feira qui quinta | sexta-feira sex sexta | sábado sáb | domingo dom"
    ),
    "it": "lunedì lun | martedì mar | mercoledì mer | giovedì gio | venerdì ven | sabato sab | domenica dom",
    "nl": (
        "maandag ma maa | dinsdag di din | woensdag wo woe | donderdag do don | vrijdag vr vri | "
        "zaterdag za zat | zondag zo zon"
    ),
    "ru": (
        "понедельник пн пнд | вторник вт втр | среда ср срд | четверг чт чтв | пятница пт птн | "
        "суббота сб сбт | воскресенье вс вск"
    ),
    "pl": (
        "poniedziałek pon | wtorek wt | środa śr | czwartek czw | piątek pt | sobota sob | "
        "niedziela niedz ndz nie"
    ),
    "sv": (
        "måndag mån | tisdag tis | onsdag ons | torsdag tors tor | fredag fre | lördag lör | söndag sön son"
    ),
    "da": (
        "mandag man | tirsdag tirs tir | onsdag ons | torsdag tors tor | fredag fre | lørdag lør | søndag søn"
    ),
    "no": "mandag man | tirsdag tir | onsdag ons | torsdag tor | fredag fre | lørdag lør | søndag søn",
    "fi": (
        "maanantaina maanantai ma | tiistaina tiistai ti | keskiviikkona keskiviikko ke | "
        "torstaina torstai to | perjantaina perjantai pe | lauantaina lauantai la | sunnuntai su"
    ),
    "cs": "pondělí po | úterý út | středa st | čtvrtek čt | pátek pá | sobota so | neděle ne",
    "sk": "pondelok po | utorok ut | streda st | štvrtok št | piatok pi | sobota so | nedeľa ne",
    "uk": (
        "понеділок пн пнд | вівторок вт | середа ср | четвер чт | п’ятниця пт п'ятниця | субота сб | "
        "неділя нд нед"
    ),
    "ca": "dilluns dl | dimarts dt | dimecres dc | dijous dj | divendres dv | dissabte ds | diumenge dg",
    "tr": "pazartesi pzt pts | salı sal | çarşamba çar | perşembe per | cuma cum | cumartesi cmt | pazar paz",
    "hu": "hétfő h | kedd k | szerda sze | csütörtök cs | péntek p | szombat szo | vasárnap v",
    "ro": "luni lun | marți mar | miercuri mie | joi | vineri vin | sâmbătă sâm | duminică dum",
    "el": "δευτέρα δευ | τρίτη τρί | τετάρτη τετ | πέμπτη πέμ | παρασκευή παρ | σάββατο σάβ | κυριακή κυρ",
    "bg": "понеделник пн | вторник вт | сряда ср | четвъртък чт | петък пт | събота сб | неделя нд",
    "he": "שני | שלישי | רביעי | חמישי | שישי | שבת | ראשון",
    "ar": "الاثنين | الثلاثاء | الأربعاء | الخميس | الجمعة | السبت | الأحد",
    "id": "senin sen | selasa sel | rabu rab | kamis kam | jumat jum | sabtu sab | minggu min",
    "lt": (
        "pirmadienis pr | antradienis an | trečiadienis tr | ketvirtadienis kt | penktadienis pn | "
        "šeštadienis št | sekmadienis sk"
    ),
    "lv": (
        "pirmdiena pirmd | otrdiena otrd | trešdiena trešd | ceturtdiena ceturtd | piektdiena piektd | "
        "sestdiena sestd | svētdiena svētd"
    ),
    "et": "esmaspäev e | teisipäev t | kolmapäev k | neljapäev n | reede r | laupäev l | pühapäev p",
    "sl": "ponedeljek pon | torek tor | sreda sre | četrtek čet | petek pet | sobota sob | nedelja ned",
    "gl": "luns | martes mar | mércores mér | xoves xov | venres ven | sábado sáb | domingo dom",
    "eu": (
        "astelehena al | asteartea ar | asteazkena az | osteguna og | ostirala or | larunbata lr | igandea ig"
    ),
    "is": (
        "mánudagur mán | þriðjudagur þri | miðvikudagur mið | fimmtudagur fim | föstudagur fös | "
        "laugardagur lau | sunnudagur sun"
    ),
}


def _by_word(names: Mapping[str, str]) -> Mapping[str, Name]:
    numbers: dict[str, set[int]] = {}
    languages: dict[str, set[str]] = {}
    for language, line in names.items():
        for number, spellings in enumerate(line.split("|"), start=1):
            for spelling in spellings.split():
                for word in {spelling} if spelling.isascii() else {spelling, _folded(spelling)}:
                    numbers.setdefault(word, set()).add(number)
                    languages.setdefault(word, set()).add(language)
    return MappingProxyType(
        {word: Name(frozenset(numbers[word]), frozenset(languages[word])) for word in numbers}
    )


_MONTHS = _by_word(_MONTH_NAMES)
_WEEKDAYS = _by_word(_WEEKDAY_NAMES)
