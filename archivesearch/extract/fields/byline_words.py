"""The words around authors' names in many languages: what leads to a name, what ends it, what is none."""

from __future__ import annotations

import re


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Parts of regular expressions, to be matched without regard to case.
STRONG_LEADS = (
    r"(?:(?:a\s)?guest post|(?:re)?posted|written|published|submitted|authored|created|contributed|added|"
    r"words|text|story)\sby"
    r"|(?:geschrieben|veröffentlicht|verfasst|eingestellt|gepostet|erstellt|eingetragen|publiziert)\svon"
    r"|(?:publiée?|écrit|postée?|rédigée?|proposée?|mise?\sen\sligne)\spar"
    r"|(?:publicad[oa]|escrit[oa]|enviad[oa]|postad[oa]|publicat|escrit|subido|creado)\sp[oe]r"
    r"|(?:scritto|pubblicato|inserito|postato|inviato)\sda"
    r"|(?:geplaatst|geschreven|gepost|gepubliceerd|toegevoegd)\sdoor"
    r"|(?:opublikowan[eya]|napisan[eya]|dodan[eya]|zamieszczon[eya])\sprzez|(?:opublikował|napisał|dodał)a?"
    r"|(?:skrivet|skriven|publicerat|publicerad|inlagt|inlagd|postat|postad|upplagd)\sav"
    r"|(?:skrevet|lagt\s(?:ut|op)|publisert|postet|udgivet|indsendt)\sa[vf]"
    r"|(?:опубликован[оа]?|написан[оа]?|размещен[оа]?|добавлен[оа]?)\s(?:пользователем|от)"
    r"|(?:опубликовал|написал|добавил|разместил)а?"
    r"|yazan|gönderen|kirjoittanut|lähettänyt|napsala?|írta|投稿者|作成者|作者|글쓴이|작성자"
)
LABELS = (
    r"authors?|autor(?:en|in|a|es|zy)?|auteurs?|autor[ei]|автор(?:ы)?|forfatter|författare|skribent|kirjoittaja|szerző|"
    r"yazar|συντάκτης|投稿者|作成者|執筆者|著者|筆者|ライター|書いた人|文責|作者|撰文|发布(?:者|人)?|發布(?:者|人)?|发表者|글쓴이|작성자|저자|(?:posted\s)?by|von|par|por|da|door|av|af|przez"
)
WEAK_LEADS = r"by|von|par|por|per|di|da|door|av|af|від|от|przez|autor"
# The words that a lead of any kind has at least one of, East Asian ones aside.
LEAD_WORDS = _words(
    "by von par por per pel da di door av af від от przez autor autoren autorin autora autores "
    "autorzy author authors auteur auteurs autore autori автор авторы forfatter författare skribent "
    "kirjoittaja szerző yazar συντάκτης opublikował opublikowała napisał napisała dodał dodała "
    "опубликовал опубликовала написал написала добавил добавила разместил разместила пользователем "
    "yazan gönderen kirjoittanut lähettänyt napsal napsala írta"
)

# What may touch a name without a separator between them.
FURNITURE = re.compile(
    r"\b(?:leave (?:a|your) (?:comment|reply)|no comments|"
    r"(?:[0-9]+|one|add|post a|show) (?:comments?|replies|responses?|reactions?|trackbacks?|kommentare?|"
    r"commentaires?|comentarios?|comentários?|commenti|reacties|komentarzy)|"
    r"comments?\b|trackbacks?\b|perma(?:nent )?link|filed (?:under|in)|posted (?:in|at|on|under)|tagged\b|"
    r"tags?\s?:|"
    r"categor(?:y|ies)\b|continue reading|read more|view all|more posts|e-?mail this|share this|print this|"
    r"edit this|[0-9]+ min(?:ute)?s?\b|last (?:updated|modified)|updated\b|published on|"
    r"kommentare?\b|keine kommentare|kategorien?\b|veröffentlicht (?:am|in|unter)|schlagw\w+|"
    r"commentaires?\b|classé dans|publié (?:le|dans)|"
    r"comentarios?\b|publicado (?:el|en|em)|categor[ií]as?\b|etiquetas\b|commenti\b|categorie\b|reacties\b|"
    r"рубрик[аи]\b|метки\b|комментари\w+|komentarze\b|kategorie\b|kommentarer\b)"
    r"|投稿日|日時|公開日|更新日|カテゴリー?|タグ|コメント"
    r"|发表于|發表於|发布于|分类|分類|标签|評論|评论|날짜|분류|댓글|카테고리",
    re.IGNORECASE,
)

# After these a name is over: what follows says when, where, or is a sentence.
STOPS = _words(
    "a about aka alle am an as at dit dnia el em en for from had has her his how i il im in into is "
    "it its kl le me my na no of om on op our said sagt says schrieb te that the their this to um "
    "under using via was way we what who with w wrote you your à às в к на о den que qui der die "
    "das"
)
# Between two names; the loose ones also stand inside a name ("Ortega y Gasset").
JOINTS = frozenset({"and", "und", "et", "och", "og", "&", "+", "и", "та", "ja", "mit", "avec", "con", "with"})
LOOSE_JOINTS = frozenset({"e", "i", "y"})
# Small words inside a name.
PARTICLES = _words(
    "af al av ben bin da das de del della den der des di do dos du e el ibn la le of san santa st "
    "te ten ter the van vom von y zu zum zur d' o'"
)
SUFFIXES = frozenset({"phd", "ph.d", "md", "m.d", "jr", "sr", "ii", "iii", "iv", "esq", "mvp", "mba", "cpa"})
ROLES = re.compile(
    r"\b(?:staff|writer|editor|reporter|correspondent|contributor|author|columnist|ceo|cto|founder|director|manager|"
    r"engineer|developer|professor|guest|intern|president|redakteur|redakteurin|journalist)\b",
    re.IGNORECASE,
)

# Whole texts that are no name: menus, links, states of a page.
NOT_NAMES = _words(
    "about accident all anonymous archive archives atom author authors autor blog blogs by "
    "categories category clicking comment comments contact date default e-mail edit email facebook "
    "feed follow github google hand home kontakt link linkedin login logout me menu more n/a newer "
    "created modified next none null older page pages permalink popular post posted posts prev previous print profile published read "
    "register reply rss search share site homepage subscribe tag tags time today top trackback trackbacks tweet updated written "
    "twitter undefined unknown us website yesterday you"
)
# Words of the line above a signature: "Best regards,".
FAREWELLS = _words(
    "cheers thanks thank you regards best kind warm love sincerely yours truly greetings ciao bye "
    "peace cordially respectfully your all the with many see later soon take care saludos abraços "
    "abrazos un abrazo atentamente saluti grazie gracias obrigado merci amitiés cordialement bises "
    "à bientôt danke grüße gruß viele liebe schöne euer eure bis bald dann groet groetjes groeten "
    "met vriendelijke pozdrawiam pozdrowienia hälsningar hilsen mvh с уважением ваш ваша спасибо "
    "всем пока"
)
# Lines that close a post without being a signature.
NOT_SIGNATURES = _words(
    "admin administrator editor webmaster team amen anyway appendix aside attachment background "
    "bibliography bonus bye cheers ciao code conclusion congrats congratulations continued cool "
    "credits danke demo details disclaimer disclosure discuss discussion done download downloads "
    "end enjoy epilogue eof etc example examples excellent faq fin finally fixed footnotes further "
    "gallery gracias great grazie greetings grüße happy hello hooray hope hurray image images info "
    "introduction later learn license links listen lol love merci nice no note notes now ok okay "
    "ouch outlook overview peace photo photos picture pictures please ps questions quote recap "
    "reference references regards related resources result results resume review rip salut "
    "screenshot screenshots see sigh sincerely slides solution source sources sourcecode spoiler "
    "stay success summary sweet thank thanks the this tips tldr transcript true try update updates "
    "video videos view wait warning watch welcome well what why wow yay yeah yes best good warm "
    "kind yours truly cordially respectfully via advertisement introducing january february march "
    "april may june july august september october november december monday tuesday wednesday "
    "thursday friday saturday sunday viel spaß fazit quelle quellen nachtrag fortsetzung fertig bis "
    "bald tschüss voilà vía fin. bref suite saludos abraços spasibo спасибо ссылки источник "
    "обновление конец update: edit: links: ende und and oder or"
)
