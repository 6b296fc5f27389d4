// Another page of the site counts its visits; the tool has no part in it.
document.body.insertAdjacentHTML("beforeend", "<p><a href='about.html'>About this tool</a></p>");
