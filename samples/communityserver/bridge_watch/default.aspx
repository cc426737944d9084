<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml">
<head><title>Bridge Watch</title>
<meta name="GENERATOR" content="CommunityServer 2.1 (Build: 60809.935)" />
<link rel="alternate" type="application/rss+xml" title="Bridge Watch (RSS 2.0)" href="http://bridgewatch.example/blogs/keeper/rss.aspx" />
</head>
<body><form name="aspnetForm" method="post" action="default.aspx"><div id="container">
<div id="header"><h1><a href="http://bridgewatch.example/blogs/keeper/default.aspx">Bridge Watch</a></h1><div id="tagline">Up for boats, down for buses</div></div>
<div id="main">
<div class="post"><div class="postsub"><h2><a href="http://bridgewatch.example/blogs/keeper/archive/2006/11/23/a-vessel-with-a-flag.aspx">A vessel with a flag</a></h2>
<p>Raised her at 6:40 for a barge of gravel and a man in a canoe who had rung the bell as a joke. The bus waited. The bus has a way of waiting that you can hear.</p><p>I logged the canoe as a vessel. It has a flag now.</p>
<div class="postfoot">Published Thursday, November 23, 2006 7:15 AM by <a href="/members/keeper.aspx">Rufus Ballard</a> <a class="commentslink" href="http://bridgewatch.example/blogs/keeper/archive/2006/11/23/a-vessel-with-a-flag.aspx#comments">1 Comments</a>
<div class="em">Filed under: <a href="http://bridgewatch.example/blogs/keeper/archive/tags/Boats/default.aspx" rel="tag">Boats</a>, <a href="http://bridgewatch.example/blogs/keeper/archive/tags/Buses/default.aspx" rel="tag">Buses</a></div></div></div></div><div class="post"><div class="postsub"><h2><a href="http://bridgewatch.example/blogs/keeper/archive/2006/11/20/grease.aspx">Grease</a></h2>
<p>Greased the rack. Found the other glove in it, 1988, hardly worn.</p>
<div class="postfoot">Published Monday, November 20, 2006 4:02 PM by <a href="/members/keeper.aspx">Rufus Ballard</a> <a class="commentslink" href="http://bridgewatch.example/blogs/keeper/archive/2006/11/20/grease.aspx#comments">1 Comments</a>
<div class="em">Filed under: <a href="http://bridgewatch.example/blogs/keeper/archive/tags/Machinery/default.aspx" rel="tag">Machinery</a></div></div></div></div>
</div>
<div id="sidebar"><h3>This Blog</h3><ul><li><a href="http://bridgewatch.example/blogs/keeper/default.aspx">Home</a></li><li><a href="http://bridgewatch.example/blogs/keeper/contact.aspx">Contact</a></li></ul><h3>Archives</h3><ul><li><a href="http://bridgewatch.example/blogs/keeper/archive/2006/11.aspx">November 2006 (2)</a></li></ul></div>
<div id="footer">Powered by <a href="http://communityserver.org">Community Server</a></div>
</div></form></body>
</html>
