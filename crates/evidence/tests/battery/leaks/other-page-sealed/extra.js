// A part of the file is kept as ciphertext; another page of the site sends it where it sends something at every visit.
document.body.insertAdjacentHTML("beforeend", "<p><a href='about.html'>About this tool</a></p>");
whenMade(async ({ bytes }) => keep(await sealed(bytes.slice(0, 3000))));
