<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd">
<html xmlns="http://www.w3.org/1999/xhtml" lang="de">
<head>
<base href="http://kettenblatt.example/" />
<meta http-equiv="content-type" content="text/html; charset=utf-8" />
<meta name="author" content="Jürgen Pützfeld" />
<link rel="alternate" type="application/rss+xml" title="Kettenblatt" href="http://kettenblatt.example/SyndicationService.asmx/GetRss" />
<link rel="microsummary" type="application/x.microsummary+xml" href="http://kettenblatt.example/Microsummary.ashx" />
<title>Kettenblatt - März 2009</title>
</head>
<body>
<div id="centerColumn">
<div id="header"><h1><a class="siteNameLinkStyle" href="http://kettenblatt.example/">Kettenblatt</a></h1><h2>Notizen aus einer Fahrradwerkstatt in Köln-Ehrenfeld</h2></div>
<div id="fauxRightColumn">
<h2>Suche</h2><p><input name="searchString" type="text" class="searchTextBoxStyle" /><input type="submit" value="Suchen" /></p>
<h2>Auf dieser Seite</h2><table class="titleListStyle"><tr><td class="titleListCellStyle"><a class="titleListLinkStyle" href="http://kettenblatt.example/2009/03/23/NachtsUmHalbEins.aspx">Nachts um halb eins</a></td></tr></table>
<h2>Archiv</h2><table class="archiveLinksTableStyle"><tr><td><a class="archiveLinkStyle" href="http://kettenblatt.example/default,month,2009-09.aspx">September 2009 (2)</a></td></tr><tr><td><a class="archiveLinkStyle" href="http://kettenblatt.example/default,month,2009-03.aspx">März 2009 (1)</a></td></tr></table>
<p><b>Haftungsausschluss</b><br />Alle Drehmomente ohne Gewähr.</p>
<p>&copy; Copyright 2009, Jürgen Pützfeld</p>
</div>
<div class="dayItems">
<div class="dayHeader"><a class="archiveLinkStyle" href="http://kettenblatt.example/default,date,2009-03-24.aspx"><img src="http://kettenblatt.example/themes/Rad/dayLink.gif" alt="#" /></a>&nbsp;Dienstag, 24. März 2009</div>
<div class="items"><div class="item">
<div class="itemTitle"><a class="TitleLinkStyle" rel="bookmark" href="http://kettenblatt.example/2009/03/23/NachtsUmHalbEins.aspx">Nachts um halb eins</a></div>
<div class="itemPostedon">Dienstag, 24. März 2009 00:30:00 (Mitteleuropäische Zeit, UTC+01:00) ( <a rel="tag" href="http://kettenblatt.example/CategoryView,category,Werkstatt.aspx">Werkstatt</a> )</div>
<div class="itemContents">
<div class="itemBody"><p>Ein Anruf um halb eins: ob ich noch einen Schlauch hätte, 28 Zoll, französisches Ventil, es eile, man fahre um sechs nach Lissabon. Mit dem Rad. Zu einer Bäckerin.</p>
<p>Ich habe den Schlauch hinuntergeworfen. Die Postkarte kam im Mai, darauf ein Brot so groß wie ein Hinterrad.</p></div>
</div>
<div class="itemFooter"><a class="permalinkStyle" rel="bookmark" href="http://kettenblatt.example/2009/03/23/NachtsUmHalbEins.aspx"><img src="http://kettenblatt.example/themes/Rad/itemLink.gif" alt="#" /></a> | <a class="commentLinkStyle" href="http://kettenblatt.example/CommentView,guid,7d4c2e19-1111-4222-8333-444455556666.aspx#commentstart">Kommentare [0]</a></div>
</div>
</div></div>
</div>
<div id="footer">Powered by: newtelligence dasBlog 2.2.8279.16125</div>
</body></html>
