<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml" lang="en">
<head>
<title>The Linesman</title>
<meta http-equiv="content-type" content="text/html; charset=UTF-8" />
<meta name="generator" content="Subtext Version 1.9.4.0" />
<link rel="alternate" type="application/rss+xml" title="RSS" href="http://linesman.example/rss.aspx" />
<link rel="EditURI" type="application/rsd+xml" title="RSD" href="http://linesman.example/rsd.xml.ashx" />
</head>
<body>
<form method="post" action="Default.aspx" id="Form1">
<div id="header"><h1><a id="Header1_HeaderTitle" class="headermaintitle" href="http://linesman.example/">The Linesman</a></h1><p>Wires, wind and Wales</p></div>
<div id="navigation"><ul><li><a href="http://linesman.example/">Home</a></li><li><a href="http://linesman.example/archives.aspx">Archives</a></li><li><a href="http://linesman.example/contact.aspx">Contact</a></li><li><a href="http://linesman.example/Login.aspx">Admin</a></li></ul></div>
<div id="main">
<div class="day">
<h3 class="date"><a href="http://linesman.example/archive/2007/01/19.aspx">Friday, January 19, 2007</a></h3>
<div class="post">
	<h2 class="title"><a id="t_22" title="Click To View Entry" class="singleposttitle" href="http://linesman.example/archive/2007/01/19/the-storm-named-kyrill.aspx">The Storm Named Kyrill</a></h2>
	<div class="body"><p>Thirty-one poles down between the reservoir and the chapel. We stood the last one at ten in the evening by the headlights of a milk lorry. A village with its lights off is very quiet until the lights come on; then it turns out that everybody was sitting in the kitchen the whole time, saying nothing, like us.</p>
<p>Mrs Pugh brought tea to the top of the pole. I did not see how.</p></div>
	<p class="info">posted on Friday, January 19, 2007 11:47 PM | Filed Under [ <a href="http://linesman.example/category/4.aspx">Storms</a> ] | <a href="http://linesman.example/archive/2007/01/19/the-storm-named-kyrill.aspx#feedback" title="View and Add Comments">Feedback (1)</a></p>
</div>
</div>
<div class="day">
<h3 class="date"><a href="http://linesman.example/archive/2007/01/17.aspx">Wednesday, January 17, 2007</a></h3>
<div class="post">
	<h2 class="title"><a id="t_27" title="Click To View Entry" class="singleposttitle" href="http://linesman.example/archive/2007/01/17/why-birds-may.aspx">Why Birds May and I May Not</a></h2>
	<div class="body"><p>The school asked me to explain why birds can sit on eleven thousand volts. It is because they touch only one thing. <em>Touch two things at once</em>, I told them, <em>and you are a wire.</em></p>
<p>A boy at the back asked whether this was also true of girls. I have reported him to his grandmother, who laughed so much that she had to sit down.</p></div>
	<p class="info">posted on Wednesday, January 17, 2007 6:30 AM | Filed Under [ <a href="http://linesman.example/category/4.aspx">Schooling</a> <a href="http://linesman.example/category/5.aspx">Birds</a> ] | <a href="http://linesman.example/archive/2007/01/17/why-birds-may.aspx#feedback" title="View and Add Comments">Feedback (1)</a></p>
</div>
</div>

</div>
<div id="sidebar"><h3>News</h3><p>Hard hats are not optional.</p><h3>Archives</h3><ul><li><a href="http://linesman.example/archive/2007/01.aspx">January, 2007 (2)</a></li></ul><h3>Post Categories</h3><ul><li><a href="http://linesman.example/category/4.aspx">Storms</a></li></ul></div>
<div id="footer">Powered by: <a href="http://subtextproject.com/">Subtext</a><br />Copyright &copy; Gethin Probert</div>
</form>
</body>
</html>
