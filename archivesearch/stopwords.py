"""The commonest words of some languages: they tell a text's language, and say little in a query.

Posts are indexed with them, so that phrases hold; only queries leave them out, and only beside other words.
"""

from __future__ import annotations

# Articles, pronouns, prepositions, conjunctions, auxiliaries and the emptiest adverbs; ISO 639-1 code first.
_LISTS = {
    "en": """
        a about above after again all also am an and any are as at be because been before being below
        between both but by can could did do does doing don't down during each either ever every few for
        from further get got had has have having he her here hers herself him himself his how i i'd i'll
        i'm i've if in into is isn't it it's its itself just let let's like may me might more most much
        must my myself no nor not now of off on once one only or other our ours ourselves out over own
        quite rather really same shall she should since so some still such than that that's the their
        theirs them themselves then there there's these they this those though through thus to too under
        until up upon us very via was we we're were what when where whether which while who whom whose why
        will with within without would yet you you'd you'll you're your yours yourself""",
    "de": """
        aber alle als also am an auch auf aus bei bin bis bist da damit dann das dass dein dem den der des
        dich die dies diese diesem diesen dieser dieses dir doch du durch ein eine einem einen einer eines
        er es etwas euch fuer für gegen habe haben hat hatte hier hinter ich ihm ihn ihnen ihr ihre im in ist
        ja jede jeder jetzt kann kein keine koennen können man mehr mein meine mich mir mit muss nach nicht noch
        nun nur ob oder ohne schon sehr sein seine sich sie sind so ueber über um und uns unser unter viel vom
        von vor war waren warum was weil wenn wer werden wie wir wird wo wurde zu zum zur zwischen""",
    "fr": """
        à ai alors au aussi autre aux avec avoir bien c'est ce ceci cela ces cet cette ceux chaque comme
        comment d'un d'une dans de depuis des deux dont du elle elles en encore est et être été fait il
        ils j'ai je jusqu'à la le les leur leurs lui ma mais me même mes moi mon n'est ne nos notre nous
        on ont ou où par pas peu peut plus pour pourquoi qu'il quand que quel quelle qui quoi sa sans se
        ses si son sont sous sur ta te tes toi ton tous tout toute très tu un une vos votre vous y""",
    "es": """
        a al algo así aunque bien cada como con contra cual cuando de del desde donde dos durante e el él
        ella ellas ellos en entre era es esa ese eso esta está este esto estos fue ha había han hasta hay
        la las le les lo los más me mi mis mucho muy nada ni no nos nosotros o os otra otro para pero poco
        por porque pues que qué quien se sea ser si sí sin sobre son su sus también tan te tiene todo
        todos tu tus un una uno unos y ya yo""",
    "pt": """
        a ao aos aquela aquele as até com como da das de dela dele depois do dos e é ela elas ele eles em
        entre era essa esse esta está este eu foi há isso isto já lhe mais mas me mesmo meu minha muito na
        não nas nem no nos nós num numa o os ou para pela pelo por porque qual quando que quem são se sem
        ser seu só sua também te tem um uma você vocês""",
    "it": """
        a ad agli ai al alla alle anche c'è che chi ci come con contro cui da dai dal dalla degli dei del
        della delle di dove due e è ed era essere fra gli ha hanno ho i il in io la le lei lo loro lui ma
        mi mia mio molto ne nei nel nella no noi non nostro o ogni per perché più poi qualche quando
        quello questa questo qui se sei si sia sono su sua sul sulla suo tra tu tutti tutto un una uno vi
        voi""",
    "nl": """
        aan al alles als altijd bij daar dan dat de deze die dit doen door dus een en er had heb hebben
        heeft het hij hoe hun iets ik in is ja je kan kon kunnen maar me meer men met mijn moet na naar
        niet niets nog nu of om omdat onder ons ook op over te tegen toch toen tot u uit uw van veel voor
        waar waren was wat we wel werd wie wij wil worden wordt zal ze zei zelf zich zij zijn zo zonder
        zou""",
    "sv": """
        alla allt än att av blev bli blir bara då dag de deg dem den denna deras dess det detta dig din du
        där efter ej eller en er ett för från ha hade han hans har henne hennes hon honom hur här i icke
        inte ja jag kan kunde man med mellan men mig min mitt mot mycket ni nu när något några och om oss
        på sedan sig sin sina ska skulle som så till under upp ut utan vad var vara varit vi vid vilken år
        är över""",
    "da": """
        ad af alle at blev blive bliver da de dem den denne der deres det dette dig din dog du efter eller
        en end er et for fra ham han hans har havde have hende hendes her hos hun hvad hvis hvor i ikke
        ind jeg jo kun kunne man mange med meget men mig min mod når ned noget nogle nu og også om op os
        over på selv sig skal skulle som så til ud under var vi vil ville vor være""",
    "no": """
        alle at av bare ble bli da de dei den denne der dere deres det dette di du eg eller en enn er et
        ett for fra før ha hadde han har hennes her hun hva hvem hvis hvor hvordan i ikke inn ja jeg kan
        kunne man mange med meg men min mitt mot mye når nå noe noen og også om opp oss over på seg selv
        sin skal skulle slik som så til ut var ved vi vil ville vår være å""",
    "fi": """
        ei eikä että en ennen ette he hän ja jo jos joka jotka kanssa kuin kun kuten minä minun mitä
        mukaan mutta myös ne niin niitä nyt nämä ole oli olivat olla olen on ovat se sekä sen sitä sinä
        tai tämä tämän vain voi vaan vielä""",
    "pl": """
        a aby ale bardzo bez być był była było by ci co czy dla do gdy gdzie go i ich ile im ja jak jako
        je jego jej jest jeszcze już każdy kiedy kto który która które lub ma mi mnie może można na nad
        nie nich niż o od on ona one oraz po pod się są tak także tam te tego tej ten to tu tylko tym w we
        więc z za ze że""",
    "ru": """
        а без более бы был была были было быть в вам вас весь во вот все всё вы где да даже для до его ее
        её если есть еще ещё же за здесь и из или им их к как какой когда кто ли лишь меня мне может мы на
        надо нас не нет ни но ну о об однако он она они оно от очень по под после потому при с себя со так
        также такой там тебя то того тоже той только том ты у уже хотя чего чем что чтобы эта эти это
        этого этой этом этот я""",
    "tr": """
        ama ancak bana bazı ben beni bir biz bu bunu bunun çok da daha de değil diye en gibi hem hep hiç
        için ile ise kadar ki kim mi mu ne neden o olan olarak oldu onu onun sadece sonra şey şu ve veya
        ya yani""",
    "hu": """
        a az és azt be csak de egy el én ez ezt fel ha hogy is itt ki kell le lesz meg még mert mi mint
        most nagyon ne nem nincs ő olyan pedig s sem te több úgy vagy van volt""",
    "ro": """
        acest acum ai al ale am ar are aș atât au ca că care ce cea cel cu cum da dar de din doar după ea
        ei el este eu fi foarte în își la le lui mai mi nici nu o pe pentru prin sa să se si și sunt un
        una unde unei unui""",
    "el": """
        αλλά αν από αυτό για δεν είναι ένα η θα και με μας μια μου να ο οι όταν όπως ότι πολύ που σε στη
        στην στο τα τη την της τι το του των ως""",
}

STOP_WORDS = {code: frozenset(words.split()) for code, words in _LISTS.items()}
