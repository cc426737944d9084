<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml" xml:lang="en" lang="en">
<head>
<base href="http://www.lampandlog.example/" />
<link rel="alternate" type="application/rss+xml" title="RSS" href="http://www.lampandlog.example/SyndicationService.asmx/GetRss" />
<link rel="alternate" type="application/atom+xml" title="Atom" href="http://www.lampandlog.example/SyndicationService.asmx/GetAtom" />
<link rel="EditURI" type="application/rsd+xml" title="RSD" href="http://www.lampandlog.example/EditService.asmx/GetRsd" />
<link rel="microsummary" type="application/x.microsummary+xml" href="http://www.lampandlog.example/Microsummary.ashx" />
<title>Thursday, September 03, 2009 - Lamp &amp; Log</title>
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
<div class="date"><a class="archiveLinkStyle" href="http://www.lampandlog.example/default,date,2009-09-03.aspx"><img class="archiveLinkImageStyle" src="http://www.lampandlog.example/themes/lamp/dayLink.gif" alt="#" border="0" /></a>&nbsp;Thursday, September 03, 2009</div>
<div class="newsItems">
<div class="itemBoxStyle">
	<div class="itemTitleStyle">
		<a class="TitleLinkStyle" href="http://notices.example/weekly/36">Notices to Mariners are a changelog</a>
	</div>
	<div class="itemBodyStyle">
		<p>Every week the hydrographic office prints what has changed in the sea: a wreck added, a buoy moved forty yards, a rock withdrawn. <em>A rock withdrawn!</em> It is the best-kept changelog in the world, and unlike ours it is read before the release.</p>
<blockquote><p>Insert depth 4 fathoms, close north of the bell. Delete the bell.</p></blockquote>
<p>I mean to write my own commit messages like that from now on.</p>
	</div>
	<div class="itemCategoryLinksStyle">
			<a class="categoryLinkStyle" rel="tag" href="http://www.lampandlog.example/CategoryView,category,Charts.aspx">Charts</a>
	</div>
	<div class="itemFooterStyle">
		Thursday, September 03, 2009 6:17:22 PM (Eastern Daylight Time, UTC-04:00)&nbsp;
		<a class="permalinkStyle" rel="bookmark" href="http://www.lampandlog.example/PermaLink,guid,0a4fd0f3-17c4-4df2-9b2a-7c3a9f4e6d03.aspx"><img class="permalinkImageStyle" title="#" alt="#" src="http://www.lampandlog.example/themes/lamp/itemLink.gif" border="0" /></a>&nbsp;
		&nbsp;|&nbsp;
		<a class="commentLinkStyle" href="http://www.lampandlog.example/CommentView,guid,0a4fd0f3-17c4-4df2-9b2a-7c3a9f4e6d03.aspx#commentstart">Comments [1]</a>
		&nbsp;|&nbsp;
		<a title="Trackback" class="trackbackLinkStyle" href="http://www.lampandlog.example/Trackback.aspx?guid=0a4fd0f3-17c4-4df2-9b2a-7c3a9f4e6d03">Trackback</a>
		<br clear="all" />
	</div>
</div>
<div class="itemBoxStyle">
	<div class="itemTitleStyle">
		<a class="TitleLinkStyle" rel="bookmark" href="http://www.lampandlog.example/PermaLink,guid,c85b6a10-2e9d-4f7c-bb1e-93a5d7e0c104.aspx">Three nights with the Fresnel</a>
	</div>
	<div class="itemBodyStyle">
		<p>My brother has gone ashore for a tooth and left me the keys, the cat and his password, so this is a guest post.</p>
<p>A first-order Fresnel lens stands nine feet tall and weighs as much as four cows. You do not clean it; you climb inside it with a linen apron on, because buttons scratch, and you polish your way out. From in there the whole bay is upside down, and the fishing boats hang from the ceiling like bats.</p>
<p>On the third night I could tell the prisms apart by their chips. I have named eleven of them. He is not getting that list.</p>
<p>— Wilhelmina</p>
	</div>
	<div class="itemCategoryLinksStyle">
			<a class="categoryLinkStyle" rel="tag" href="http://www.lampandlog.example/CategoryView,category,Lamp.aspx">Lamp</a>
	</div>
	<div class="itemFooterStyle">
		Thursday, September 03, 2009 7:02:51 AM (Eastern Daylight Time, UTC-04:00)&nbsp;
		<a class="permalinkStyle" rel="bookmark" href="http://www.lampandlog.example/PermaLink,guid,c85b6a10-2e9d-4f7c-bb1e-93a5d7e0c104.aspx"><img class="permalinkImageStyle" title="#" alt="#" src="http://www.lampandlog.example/themes/lamp/itemLink.gif" border="0" /></a>&nbsp;
		&nbsp;|&nbsp;
		<a class="commentLinkStyle" href="http://www.lampandlog.example/CommentView,guid,c85b6a10-2e9d-4f7c-bb1e-93a5d7e0c104.aspx#commentstart">Comments [0]</a>
		&nbsp;|&nbsp;
		<a title="Trackback" class="trackbackLinkStyle" href="http://www.lampandlog.example/Trackback.aspx?guid=c85b6a10-2e9d-4f7c-bb1e-93a5d7e0c104">Trackback</a>
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
			<div class="side"><table class="titleListStyle" border="0"><tr><td class="titleListCellStyle"><a class="titleListLinkStyle" href="http://www.lampandlog.example/PermaLink,guid,0a4fd0f3-17c4-4df2-9b2a-7c3a9f4e6d03.aspx">Notices to Mariners are a changelog</a></td></tr><tr><td class="titleListCellStyle"><a class="titleListLinkStyle" href="http://www.lampandlog.example/PermaLink,guid,c85b6a10-2e9d-4f7c-bb1e-93a5d7e0c104.aspx">Three nights with the Fresnel</a></td></tr></table></div>
			<div class="sidetitle">Archives</div>
			<div class="side" align="center"><table class="hCalendarStyle" cellspacing="0" cellpadding="2" border="0"><tr><td colspan="7"><table class="hCalendarTitleStyle"><tr><td><a href="http://www.lampandlog.example/default,month,2009-08.aspx">&lt;</a></td><td align="center">September 2009</td><td>&gt;</td></tr></table></td></tr><tr><th>Sun</th><th>Mon</th><th>Tue</th><th>Wed</th><th>Thu</th><th>Fri</th><th>Sat</th></tr><tr><td class="hCalendarDayStyle" align="center"></td><td class="hCalendarDayStyle" align="center"></td><td class="hCalendarDayStyle" align="center">1</td><td class="hCalendarDayStyle" align="center">2</td><td class="hCalendarDayStyle" align="center">3</td><td class="hCalendarDayStyle" align="center">4</td><td class="hCalendarDayStyle" align="center">5</td></tr><tr><td class="hCalendarDayStyle" align="center">6</td><td class="hCalendarDayStyle" align="center">7</td><td class="hCalendarDayStyle" align="center">8</td><td class="hCalendarDayStyle" align="center">9</td><td class="hCalendarDayStyle" align="center">10</td><td class="hCalendarDayStyle" align="center">11</td><td class="hCalendarDayStyle" align="center">12</td></tr><tr><td class="hCalendarDayStyle" align="center">13</td><td class="hCalendarDayStyle" align="center">14</td><td class="hCalendarDayStyle" align="center">15</td><td class="hCalendarDayStyle" align="center">16</td><td class="hCalendarDayStyle" align="center">17</td><td class="hCalendarDayStyle" align="center">18</td><td class="hCalendarDayStyle" align="center">19</td></tr><tr><td class="hCalendarDayStyle" align="center">20</td><td class="hCalendarDayStyle" align="center">21</td><td class="hCalendarDayStyle" align="center">22</td><td class="hCalendarDayStyle" align="center">23</td><td class="hCalendarDayStyle" align="center">24</td><td class="hCalendarDayStyle" align="center">25</td><td class="hCalendarDayStyle" align="center">26</td></tr><tr><td class="hCalendarDayStyle" align="center">27</td><td class="hCalendarDayStyle" align="center">28</td><td class="hCalendarDayStyle" align="center">29</td><td class="hCalendarDayStyle" align="center">30</td></tr></table>
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
