// The cells of a relevé as in a spreadsheet: arrows and Enter move, a block that is pasted fills them.
// Without it every cell is still a field, and the form is sent as any other.
(() => {
  const table = document.querySelector("[data-cellules]");
  if (!table) return;
  const formulaire = table.closest("form");
  const dit = formulaire.querySelector("[data-deborde]");
  const grille = [...table.tBodies[0].rows].map((rang) => [...rang.querySelectorAll("input")]);
  const place = (cellule) => {
    const rang = grille.findIndex((ligne) => ligne.includes(cellule));
    return [rang, rang < 0 ? -1 : grille[rang].indexOf(cellule)];
  };
  const aller = (rang, colonne) => {
    const cellule = grille[rang]?.[colonne];
    if (!cellule) return false;
    cellule.focus();
    cellule.select();
    return true;
  };
  // Left and right leave a cell from its ends only: inside, they move in what is typed.
  const auBord = (cellule, sens) => {
    const tout = cellule.selectionStart === 0 && cellule.selectionEnd === cellule.value.length;
    const ici = sens < 0 ? cellule.selectionStart === 0 : cellule.selectionEnd === cellule.value.length;
    return tout || (cellule.selectionStart === cellule.selectionEnd && ici);
  };
  const PAS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], Enter: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

  table.addEventListener("keydown", (evenement) => {
    const pas = PAS[evenement.key];
    const [rang, colonne] = place(evenement.target);
    if (!pas || rang < 0 || evenement.altKey || evenement.ctrlKey || evenement.metaKey) return;
    if (pas[1] && (evenement.shiftKey || !auBord(evenement.target, pas[1]))) return;
    const sens = evenement.key === "Enter" && evenement.shiftKey ? -1 : 1;
    const arrive = aller(rang + pas[0] * sens, colonne + pas[1]);
    // Enter never sends the form half typed: at the end it goes on to the button.
    if (arrive || evenement.key === "Enter") evenement.preventDefault();
    if (!arrive && evenement.key === "Enter" && sens > 0) formulaire.querySelector("button").focus();
  });

  table.addEventListener("paste", (evenement) => {
    const texte = evenement.clipboardData.getData("text/plain").replace(/\r?\n$/, "");
    const [rang, colonne] = place(evenement.target);
    if (rang < 0 || !/[\t\n]/.test(texte)) return;
    evenement.preventDefault();
    let derniere = evenement.target;
    let deborde = false;
    texte.split(/\r?\n/).forEach((ligne, bas) => {
      ligne.split("\t").forEach((valeur, droite) => {
        const cellule = grille[rang + bas]?.[colonne + droite];
        if (!cellule) {
          deborde ||= valeur.trim() !== "";
          return;
        }
        cellule.value = valeur.trim();
        cellule.removeAttribute("aria-invalid");
        derniere = cellule;
      });
    });
    if (dit) dit.textContent = deborde ? dit.dataset.deborde : "";
    derniere.focus();
    derniere.dispatchEvent(new Event("input", { bubbles: true }));
  });

  // What is typed and not kept is not left without a word: other forms and links of the page lead away from it.
  let garde = formulaire.querySelector("[aria-invalid]") === null;
  table.addEventListener("input", (evenement) => {
    garde = false;
    evenement.target.removeAttribute("aria-invalid");
  });
  formulaire.addEventListener("submit", () => { garde = true; });
  window.addEventListener("beforeunload", (evenement) => {
    if (!garde) evenement.preventDefault();
  });
})();
