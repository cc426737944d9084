<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.1//EN" "http://www.w3.org/TR/xhtml11/DTD/xhtml11.dtd">
<html xmlns="http://www.w3.org/1999/xhtml" xml:lang="de">
<head><title>Frostschaden | Das Tor als Thermometer</title>
<meta http-equiv="content-type" content="text/html; charset=utf-8" />
<link type="application/rss+xml" rel="alternate" title="Frostschaden" href="http://frostschaden.example/syndication.axd" />
<link type="application/rsd+xml" rel="edituri" title="RSD" href="http://frostschaden.example/rsd.axd" />
</head>
<body><form method="post" action="/" id="aspnetForm"><div id="wrapper"><div id="header"><h1><a href="http://frostschaden.example/">Frostschaden</a></h1><h4>Ein Apfelbauer zählt Nächte</h4></div>
<ul id="menu"><li><a href="http://frostschaden.example/">Startseite</a></li><li><a href="http://frostschaden.example/archive.aspx">Archiv</a></li><li><a href="http://frostschaden.example/contact.aspx">Kontakt</a></li></ul>
<div id="content"><div class="post xfolkentry" id="post0">
  <h1><a href="/post/2010/04/09/Das-Tor-als-Thermometer.aspx" class="taggedlink">Das Tor als Thermometer</a></h1>
  <span class="author">von <a href="http://frostschaden.example/author/bruno.aspx">Bruno Apfelstein</a></span>
  <span class="pubDate">9. April 2010 22:10</span>
  <div class="text"><p>Heute ist die Wetterstation ausgefallen. Ich habe die Zunge an das Tor gehalten: Frost.</p></div>
  <div class="bottom"><div class="rating"><p>Als Erster bewerten</p></div><p class="tags">Tags: <a href="http://frostschaden.example/?tag=/frost" rel="tag">frost</a></p><p class="categories"><a href="http://frostschaden.example/category/Geräte.aspx">Geräte</a></p></div>
  <div class="footer"><div class="bookmarks"><a rel="nofollow" href="mailto:?subject=x">E-mail</a></div><a rel="bookmark" href="http://frostschaden.example/post.aspx?id=7d3c2b1a-0000-4000-8000-000000000000" title="Das Tor als Thermometer">Permalink</a> | <a rel="nofollow" href="/post/2010/04/09/Das-Tor-als-Thermometer.aspx#comment">Kommentare (1)</a></div>
</div></div>
<div id="sidebar"><div class="widget taglist"><h4>Tags</h4><div class="content"><ul><li class="small"><a href="http://frostschaden.example/?tag=/frost">frost</a></li></ul></div></div></div>
<div id="footer"><p>Powered by <a href="http://www.dotnetblogengine.net/">BlogEngine.NET</a> 1.6.0.0</p></div></div></form></body>
</html>
