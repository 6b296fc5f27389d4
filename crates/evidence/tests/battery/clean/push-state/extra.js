// The tool is one page with several states, which the address shows.
whenMade(() => history.pushState({ step: "result" }, "", "#result"));
whenSaved(() => history.pushState({ step: "saved" }, "", "#saved"));
addEventListener("popstate", () => { save.hidden = true; });
