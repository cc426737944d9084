<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd">
<html xmlns="http://www.w3.org/1999/xhtml" lang="de">
<head>
<base href="http://kettenblatt.example/" />
<meta http-equiv="content-type" content="text/html; charset=utf-8" />
<meta name="author" content="Jürgen Pützfeld" />
<link rel="alternate" type="application/rss+xml" title="Kettenblatt" href="http://kettenblatt.example/SyndicationService.asmx/GetRss" />
<link rel="microsummary" type="application/x.microsummary+xml" href="http://kettenblatt.example/Microsummary.ashx" />
<title>Kettenblatt</title>
</head>
<body>
<div id="centerColumn">
<div id="header"><h1><a class="siteNameLinkStyle" href="http://kettenblatt.example/">Kettenblatt</a></h1><h2>Notizen aus einer Fahrradwerkstatt in Köln-Ehrenfeld</h2></div>
<div id="fauxRightColumn">
<h2>Suche</h2><p><input name="searchString" type="text" class="searchTextBoxStyle" /><input type="submit" value="Suchen" /></p>
<h2>Auf dieser Seite</h2><table class="titleListStyle"><tr><td class="titleListCellStyle"><a class="titleListLinkStyle" href="http://kettenblatt.example/2009/09/05/DasKnarzenVonLinks.aspx">Das Knarzen von links</a></td></tr><tr><td class="titleListCellStyle"><a class="titleListLinkStyle" href="http://kettenblatt.example/2009/09/04/DrehmomentMitGefuehl.aspx">Drehmoment mit Gefühl</a></td></tr></table>
<h2>Archiv</h2><table class="archiveLinksTableStyle"><tr><td><a class="archiveLinkStyle" href="http://kettenblatt.example/default,month,2009-09.aspx">September 2009 (2)</a></td></tr><tr><td><a class="archiveLinkStyle" href="http://kettenblatt.example/default,month,2009-03.aspx">März 2009 (1)</a></td></tr></table>
<p><b>Haftungsausschluss</b><br />Alle Drehmomente ohne Gewähr.</p>
<p>&copy; Copyright 2009, Jürgen Pützfeld</p>
</div>
<div class="dayItems">
<div class="dayHeader"><a class="archiveLinkStyle" href="http://kettenblatt.example/default,date,2009-09-05.aspx"><img src="http://kettenblatt.example/themes/Rad/dayLink.gif" alt="#" /></a>&nbsp;Samstag, 5. September 2009</div>
<div class="items"><div class="item">
<div class="itemTitle"><a class="TitleLinkStyle" rel="bookmark" href="http://kettenblatt.example/2009/09/05/DasKnarzenVonLinks.aspx">Das Knarzen von links</a></div>
<div class="itemPostedon">Samstag, 5. September 2009 12:43:43 (Mitteleuropäische Sommerzeit, UTC+02:00) ( <a rel="tag" href="http://kettenblatt.example/CategoryView,category,Werkstatt.aspx">Werkstatt</a> )</div>
<div class="itemContents">
<div class="itemBody"><p>Es gibt Kunden, die kommen mit einem Rad, und es gibt Kunden, die kommen mit einem <em>Geräusch</em>. Herr Schmitz kommt mit einem Geräusch. „Et knarzt“, sagt er, „aber nur von links, und nur bergauf.“ Köln hat keinen Berg. Herr Schmitz fährt dafür eigens nach Bergisch Gladbach.</p>
<p>Was ich der Reihe nach getauscht habe:</p>
<ul>
<li>das Tretlager</li>
<li>die linke Kurbel</li>
<li>den Sattel, weil man nie weiß</li>
<li>Herrn Schmitz’ linken Schuh</li>
</ul>
<p>Es war der Schuh.</p></div>
</div>
<div class="itemFooter"><a class="permalinkStyle" rel="bookmark" href="http://kettenblatt.example/2009/09/05/DasKnarzenVonLinks.aspx"><img src="http://kettenblatt.example/themes/Rad/itemLink.gif" alt="#" /></a> | <a class="commentLinkStyle" href="http://kettenblatt.example/CommentView,guid,7d4c2e21-1111-4222-8333-444455556666.aspx#commentstart">Kommentare [0]</a></div>
</div>
</div></div>
<div class="dayItems">
<div class="dayHeader"><a class="archiveLinkStyle" href="http://kettenblatt.example/default,date,2009-09-04.aspx"><img src="http://kettenblatt.example/themes/Rad/dayLink.gif" alt="#" /></a>&nbsp;Freitag, 4. September 2009</div>
<div class="items"><div class="item">
<div class="itemTitle"><a class="TitleLinkStyle" rel="bookmark" href="http://kettenblatt.example/2009/09/04/DrehmomentMitGefuehl.aspx">Drehmoment mit Gefühl</a></div>
<div class="itemPostedon">Freitag, 4. September 2009 09:05:00 (Mitteleuropäische Sommerzeit, UTC+02:00) ( <a rel="tag" href="http://kettenblatt.example/CategoryView,category,Werkzeug.aspx">Werkzeug</a> | <a rel="tag" href="http://kettenblatt.example/CategoryView,category,Lehrling.aspx">Lehrling</a> )</div>
<div class="itemContents">
<div class="itemBody"><p>Der neue Lehrling fragt, wie fest „handfest“ ist. Ich habe ihm eine Tabelle gemacht, sie hängt jetzt neben dem Schraubstock:</p>
<table>
<thead>
<tr><th>Schraube</th><th>Newtonmeter</th><th>wie es sich anfühlt</th></tr>
</thead>
<tbody>
<tr><td>Sattelklemme</td><td>5</td><td>ein Händedruck unter Vertretern</td></tr>
<tr><td>Vorbau</td><td>6</td><td>ein Händedruck unter Freunden</td></tr>
<tr><td>Kurbel</td><td>40</td><td>ein Marmeladenglas von 1983</td></tr>
<tr><td>Pedal</td><td>35</td><td>man sagt ein Wort, das hier nicht steht</td></tr>
</tbody>
</table>
<p>Danach hat er eine Titanschraube abgerissen. Handfest ist ein weites Feld.</p></div>
</div>
<div class="itemFooter"><a class="permalinkStyle" rel="bookmark" href="http://kettenblatt.example/2009/09/04/DrehmomentMitGefuehl.aspx"><img src="http://kettenblatt.example/themes/Rad/itemLink.gif" alt="#" /></a> | <a class="commentLinkStyle" href="http://kettenblatt.example/CommentView,guid,7d4c2e21-1111-4222-8333-444455556666.aspx#commentstart">Kommentare [0]</a></div>
</div>
</div></div>
</div>
<div id="footer">Powered by: newtelligence dasBlog 2.2.8279.16125</div>
</body></html>
