(() => {
  const words = document.getElementById("words");
  const rows = [...document.querySelectorAll("tbody tr")];
  const texts = rows.map((row) => row.textContent.toLowerCase());
  const show = () => {
    const wanted = words.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    rows.forEach((row, at) => {
      row.hidden = !wanted.every((word) => texts[at].includes(word));
      shown += !row.hidden;
    });
    document.getElementById("none").hidden = shown > 0;
  };
  words.addEventListener("input", show);
  document.getElementById("search").hidden = false;
  show();
})();
