<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml" xml:lang="en" lang="en">
<head>
<base href="http://www.lampandlog.example/" />
<link rel="alternate" type="application/rss+xml" title="RSS" href="http://www.lampandlog.example/SyndicationService.asmx/GetRss" />
<link rel="alternate" type="application/atom+xml" title="Atom" href="http://www.lampandlog.example/SyndicationService.asmx/GetAtom" />
<link rel="EditURI" type="application/rsd+xml" title="RSD" href="http://www.lampandlog.example/EditService.asmx/GetRsd" />
<link rel="microsummary" type="application/x.microsummary+xml" href="http://www.lampandlog.example/Microsummary.ashx" />
<title>Lamp &amp; Log - Booting in a gale</title>
<meta name="og:title" content="Booting in a gale" />
<meta name="og:url" content="http://www.lampandlog.example/PermaLink,guid,41e2b8f6-6c07-4a35-8f7d-d5b0a2c9e805.aspx" />
<link rel="stylesheet" type="text/css" href="http://www.lampandlog.example/themes/lamp/base.css" />
</head>
<body>
<div id="header">
	<span class="siteName"><a class="siteNameLinkStyle" href="http://www.lampandlog.example/">Lamp &amp; Log</a></span><br />
	<span class="description">A lighthouse, its keeper, and the code between them</span>
</div>
<!-- BEGIN content -->
<div id="content">
	<div id="left">
		<div class="column">
<div class="date"><a class="archiveLinkStyle" href="http://www.lampandlog.example/default,date,2009-08-30.aspx"><img class="archiveLinkImageStyle" src="http://www.lampandlog.example/themes/lamp/dayLink.gif" alt="#" border="0" /></a>&nbsp;Sunday, August 30, 2009</div>
<div class="newsItems">
<div class="itemBoxStyle">
	<div class="itemTitleStyle">
		<a class="TitleLinkStyle" rel="bookmark" href="http://www.lampandlog.example/PermaLink,guid,41e2b8f6-6c07-4a35-8f7d-d5b0a2c9e805.aspx">Booting in a gale</a>
	</div>
	<div class="itemBodyStyle">
		<p>The power failed eleven times on Saturday night, and eleven times I stood on the stairs with a torch in my teeth and counted. A lighthouse may be dark for one period, says the rule; a second one is an incident, and an incident is a form in four copies.</p>
<p>So I care about start-up time as other people care about wine. The board boots in nine seconds. The light's period is ten. Here is where the nine go:</p>
<table>
<thead>
<tr><th>stage</th><th>seconds</th></tr>
</thead>
<tbody>
<tr><td>firmware</td><td>4.1</td></tr>
<tr><td>checking a disk that is fine</td><td>3.2</td></tr>
<tr><td>my code</td><td>0.4</td></tr>
<tr><td>waiting for the network, which is a seagull's business and not mine</td><td>1.3</td></tr>
</tbody>
</table>
<p>I have taken out the network. A watchdog timer does the rest: if the program does not pat it every two seconds, it pulls the plug and we begin again. I tie the plug with a constrictor knot. Nobody should have a light that can be talked out of shining.</p>
	</div>
	<div class="itemCategoryLinksStyle">
			<a class="categoryLinkStyle" rel="tag" href="http://www.lampandlog.example/CategoryView,category,Code.aspx">Code</a>&nbsp;|&nbsp;<a class="categoryLinkStyle" rel="tag" href="http://www.lampandlog.example/CategoryView,category,Weather.aspx">Weather</a>
	</div>
	<div class="itemFooterStyle">
		Sunday, August 30, 2009 9:30:05 PM (Eastern Daylight Time, UTC-04:00)&nbsp;
		<a class="permalinkStyle" rel="bookmark" href="http://www.lampandlog.example/PermaLink,guid,41e2b8f6-6c07-4a35-8f7d-d5b0a2c9e805.aspx"><img class="permalinkImageStyle" title="#" alt="#" src="http://www.lampandlog.example/themes/lamp/itemLink.gif" border="0" /></a>&nbsp;
		&nbsp;|&nbsp;
		<a class="commentLinkStyle" href="http://www.lampandlog.example/CommentView,guid,41e2b8f6-6c07-4a35-8f7d-d5b0a2c9e805.aspx#commentstart">Comments [3]</a>
		&nbsp;|&nbsp;
		<a title="Trackback" class="trackbackLinkStyle" href="http://www.lampandlog.example/Trackback.aspx?guid=41e2b8f6-6c07-4a35-8f7d-d5b0a2c9e805">Trackback</a>
		<br clear="all" />
	</div>
</div>
</div>

			<div class="post-paging">
				<div class="previous-posts"><a href="http://www.lampandlog.example/default.aspx?page=1">Previous posts</a></div>
				<div class="next-posts"></div>
			</div>
		</div>
	</div>
	<div id="right">
		<div class="column">
			<div class="sidetitle">On this page....</div>
			<div class="side"><table class="titleListStyle" border="0"><tr><td class="titleListCellStyle"><a class="titleListLinkStyle" href="http://www.lampandlog.example/PermaLink,guid,41e2b8f6-6c07-4a35-8f7d-d5b0a2c9e805.aspx">Booting in a gale</a></td></tr></table></div>
			<div class="sidetitle">Archives</div>
			<div class="side" align="center"><table class="hCalendarStyle" cellspacing="0" cellpadding="2" border="0"><tr><td colspan="7"><table class="hCalendarTitleStyle"><tr><td><a href="http://www.lampandlog.example/default,month,2009-08.aspx">&lt;</a></td><td align="center">August 2009</td><td>&gt;</td></tr></table></td></tr><tr><th>Sun</th><th>Mon</th><th>Tue</th><th>Wed</th><th>Thu</th><th>Fri</th><th>Sat</th></tr><tr><td class="hCalendarDayStyle" align="center"></td><td class="hCalendarDayStyle" align="center"></td><td class="hCalendarDayStyle" align="center"></td><td class="hCalendarDayStyle" align="center"></td><td class="hCalendarDayStyle" align="center"></td><td class="hCalendarDayStyle" align="center"></td><td class="hCalendarDayStyle" align="center">1</td></tr><tr><td class="hCalendarDayStyle" align="center">2</td><td class="hCalendarDayStyle" align="center">3</td><td class="hCalendarDayStyle" align="center">4</td><td class="hCalendarDayStyle" align="center">5</td><td class="hCalendarDayStyle" align="center">6</td><td class="hCalendarDayStyle" align="center">7</td><td class="hCalendarDayStyle" align="center">8</td></tr><tr><td class="hCalendarDayStyle" align="center">9</td><td class="hCalendarDayStyle" align="center">10</td><td class="hCalendarDayStyle" align="center">11</td><td class="hCalendarDayStyle" align="center">12</td><td class="hCalendarDayStyle" align="center">13</td><td class="hCalendarDayStyle" align="center">14</td><td class="hCalendarDayStyle" align="center">15</td></tr><tr><td class="hCalendarDayStyle" align="center">16</td><td class="hCalendarDayStyle" align="center">17</td><td class="hCalendarDayStyle" align="center">18</td><td class="hCalendarDayStyle" align="center">19</td><td class="hCalendarDayStyle" align="center">20</td><td class="hCalendarDayStyle" align="center">21</td><td class="hCalendarDayStyle" align="center">22</td></tr><tr><td class="hCalendarDayStyle" align="center">23</td><td class="hCalendarDayStyle" align="center">24</td><td class="hCalendarDayStyle" align="center">25</td><td class="hCalendarDayStyle" align="center">26</td><td class="hCalendarDayStyle" align="center">27</td><td class="hCalendarDayStyle" align="center">28</td><td class="hCalendarDayStyle" align="center">29</td></tr><tr><td class="hCalendarDayStyle" align="center">30</td><td class="hCalendarDayStyle" align="center">31</td></tr></table>
			<table class="archiveLinksTableStyle"><tr><td class="archiveLinksCellStyle"><a class="archiveLinkStyle" href="http://www.lampandlog.example/default,month,2009-09.aspx">September, 2009 (5)</a></td></tr><tr><td class="archiveLinksCellStyle"><a class="archiveLinkStyle" href="http://www.lampandlog.example/default,month,2009-08.aspx">August, 2009 (1)</a></td></tr></table></div>
			<div class="sidetitle">Search</div>
			<div class="side"><div class="searchContainerStyle"><input name="searchString" type="text" class="searchTextBoxStyle" /><input type="submit" value="Search" /></div></div>
			<div class="sidetitle">Categories</div>
			<div class="side"><table class="categoryListTableStyle"><tr><td class="categoryListCellStyle"><a class="categoryListLinkStyle" href="http://www.lampandlog.example/CategoryView,category,Birds.aspx">Birds</a> <a class="categoryListXmlLinkStyle" href="http://www.lampandlog.example/SyndicationService.asmx/GetRssCategory?categoryName=Birds">RSS</a></td></tr><tr><td class="categoryListCellStyle"><a class="categoryListLinkStyle" href="http://www.lampandlog.example/CategoryView,category,Charts.aspx">Charts</a> <a class="categoryListXmlLinkStyle" href="http://www.lampandlog.example/SyndicationService.asmx/GetRssCategory?categoryName=Charts">RSS</a></td></tr><tr><td class="categoryListCellStyle"><a class="categoryListLinkStyle" href="http://www.lampandlog.example/CategoryView,category,Code.aspx">Code</a> <a class="categoryListXmlLinkStyle" href="http://www.lampandlog.example/SyndicationService.asmx/GetRssCategory?categoryName=Code">RSS</a></td></tr><tr><td class="categoryListCellStyle"><a class="categoryListLinkStyle" href="http://www.lampandlog.example/CategoryView,category,Lamp.aspx">Lamp</a> <a class="categoryListXmlLinkStyle" href="http://www.lampandlog.example/SyndicationService.asmx/GetRssCategory?categoryName=Lamp">RSS</a></td></tr><tr><td class="categoryListCellStyle"><a class="categoryListLinkStyle" href="http://www.lampandlog.example/CategoryView,category,Upkeep.aspx">Upkeep</a> <a class="categoryListXmlLinkStyle" href="http://www.lampandlog.example/SyndicationService.asmx/GetRssCategory?categoryName=Upkeep">RSS</a></td></tr><tr><td class="categoryListCellStyle"><a class="categoryListLinkStyle" href="http://www.lampandlog.example/CategoryView,category,Weather.aspx">Weather</a> <a class="categoryListXmlLinkStyle" href="http://www.lampandlog.example/SyndicationService.asmx/GetRssCategory?categoryName=Weather">RSS</a></td></tr></table></div>
			<div class="sidetitle">Blogroll</div>
			<div class="side"><table class="blogRollContainerStyle"><tr><td class="blogRollXmlLinkStyle"><a class="blogRollLinkStyle" href="http://updown.example/weblog/">Up and Down</a></td></tr><tr><td class="blogRollXmlLinkStyle"><a class="blogRollLinkStyle" href="http://quire.example/">Quire &amp; Quill</a></td></tr></table></div>
			<div class="sidetitle">About</div>
			<div class="side"><p class="disclaimer"><b>Disclaimer</b><br />The opinions on this page are mine and the gulls'. They are not for navigation.</p>
			<div class="copyrightStyle">&copy; Copyright 2009, Marten Oake</div>
			<a class="adminLinkStyle" href="http://www.lampandlog.example/Login.aspx">Sign In</a></div>
			<div class="sidetitle">Total Posts: 6<br />This Year: 6<br />This Month: 5<br />This Week: 5<br />Comments: 8</div>
		</div>
	</div>
</div>
<div id="footer">Powered by: <a href="http://www.dasblog.net/">newtelligence dasBlog</a> 2.3.9074.18820</div>
</body>
</html>
