<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.1//EN" "http://www.w3.org/TR/xhtml11/DTD/xhtml11.dtd">
<html xmlns="http://www.w3.org/1999/xhtml" xml:lang="de">
<head><title>Frostschaden | Achtzig Eimer Glut</title>
<meta http-equiv="content-type" content="text/html; charset=utf-8" />
<link type="application/rss+xml" rel="alternate" title="Frostschaden" href="http://frostschaden.example/syndication.axd" />
<link type="application/rsd+xml" rel="edituri" title="RSD" href="http://frostschaden.example/rsd.axd" />
</head>
<body><form method="post" action="/" id="aspnetForm"><div id="wrapper"><div id="header"><h1><a href="http://frostschaden.example/">Frostschaden</a></h1><h4>Ein Apfelbauer zählt Nächte</h4></div>
<ul id="menu"><li><a href="http://frostschaden.example/">Startseite</a></li><li><a href="http://frostschaden.example/archive.aspx">Archiv</a></li><li><a href="http://frostschaden.example/contact.aspx">Kontakt</a></li></ul>
<div id="content"><div class="post xfolkentry" id="post0">
  <h1><a href="/post/2010/04/12/Achtzig-Eimer-Glut.aspx" class="taggedlink">Achtzig Eimer Glut</a></h1>
  <span class="author">von <a href="http://frostschaden.example/author/bruno.aspx">Bruno Apfelstein</a></span>
  <span class="pubDate">12. April 2010 06:55</span>
  <div class="text"><p>Minus vier um halb fünf. Wir haben achtzig Eimer Glut zwischen die Reihen gestellt und uns dazu. Ein Apfelbaum in Blüte sieht bei Feuerschein aus wie eine Braut, die es sich noch überlegt.</p><p>Um sechs kam die Sonne und tat, als wäre nichts.</p></div>
  <div class="bottom"><div class="rating"><p>Als Erster bewerten</p></div><p class="tags">Tags: <a href="http://frostschaden.example/?tag=/frost" rel="tag">frost</a>, <a href="http://frostschaden.example/?tag=/blüte" rel="tag">blüte</a></p><p class="categories"><a href="http://frostschaden.example/category/Nächte.aspx">Nächte</a></p></div>
  <div class="footer"><div class="bookmarks"><a rel="nofollow" href="mailto:?subject=x">E-mail</a></div><a rel="bookmark" href="http://frostschaden.example/post.aspx?id=7d3c2b1a-0000-4000-8000-000000000000" title="Achtzig Eimer Glut">Permalink</a> | <a rel="nofollow" href="/post/2010/04/12/Achtzig-Eimer-Glut.aspx#comment">Kommentare (1)</a></div>
</div><div id="relatedPosts"><p>Ähnliche Beiträge</p></div><h1 id="comment">Kommentare</h1><div id="commentlist"><div id="id_1" class="vcard comment"><p class="date">13. April 2010 08:00</p><p class="gravatar"></p><p class="content">Bei uns war es ein Eimer mehr.</p><p class="author"><a href="http://y.example/" class="url fn">Zenzi</a></p></div></div></div>
<div id="sidebar"><div class="widget taglist"><h4>Tags</h4><div class="content"><ul><li class="small"><a href="http://frostschaden.example/?tag=/frost">frost</a></li></ul></div></div></div>
<div id="footer"><p>Powered by <a href="http://www.dotnetblogengine.net/">BlogEngine.NET</a> 1.6.0.0</p></div></div></form></body>
</html>
