/**
 * Returns the texts of the page that a person cannot read: cut off by an element that hides its overflow, outside of the window,
 * or covered by another text. It runs in the page. What scrolls is no fault, and neither is a deliberate ellipsis, whose element
 * says the whole text in its title or as its name.
 */
export function findTextFaults(): string[] {
  /** Lines may touch, and rounding moves an edge. */
  const TOLERANCE_PX = 2;
  /** The part of a line's height that no letter needs. */
  const LEADING = 0.25;

  interface Box {
    readonly left: number;
    readonly right: number;
    readonly top: number;
    readonly bottom: number;
  }
  interface ShownText extends Box {
    readonly text: string;
    readonly node: Node;
  }

  const faults = new Set<string>();
  const texts: ShownText[] = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    const text = node.textContent?.trim() ?? '';
    if (!element || !/[\p{L}\d]/u.test(text) || element.closest('script, style, noscript, option, template')) continue;
    if (element.closest('details:not([open]) > :not(summary)') || element.matches('details:not([open])')) continue;
    if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
    range.selectNodeContents(node);
    for (const line of range.getClientRects()) {
      if (line.width < 1 || line.height < 1) continue;
      const visible = visiblePart(element, line, text);
      if (visible) texts.push({ ...visible, text, node });
    }
  }
  for (const [at, text] of texts.entries()) {
    for (const other of texts.slice(at + 1)) {
      if (other.node !== text.node && areOverlapping(text, other) && !isLayered(text.node, other.node)) {
        faults.add(`"${text.text.slice(0, 40)}" overlaps "${other.text.slice(0, 40)}"`);
      }
    }
  }
  return [...faults];

  /** Returns what remains of a line inside of the elements that clip it; null for what is scrolled or hidden on purpose. */
  function visiblePart(element: Element, line: DOMRect, text: string): Box | null {
    let { left, right, top, bottom } = line;
    let isFixed = false;
    let isInLayer = false;
    for (let clip: Element | null = element; clip && clip !== document.documentElement; clip = clip.parentElement) {
      const style = getComputedStyle(clip);
      // Only for screen readers.
      if (style.clipPath !== 'none' && clip.clientWidth <= 1) return null;
      if (clip instanceof SVGElement && !(clip instanceof SVGSVGElement)) continue;
      isFixed ||= style.position === 'fixed';
      isInLayer ||= isLayer(style);
      if (style.overflowX === 'visible' && style.overflowY === 'visible') continue;
      if (clip === document.body) break;
      const box = clip.getBoundingClientRect();
      // A tag of a row that has no room for it.
      if (top >= box.bottom || left >= box.right || bottom <= box.top || right <= box.left) return null;
      const isCut =
        (style.overflowX !== 'visible' && (left < box.left - TOLERANCE_PX || right > box.right + TOLERANCE_PX)) ||
        (style.overflowY !== 'visible' && (top < box.top - TOLERANCE_PX || bottom > box.bottom + TOLERANCE_PX));
      if (isCut) {
        const isScrolled = /auto|scroll/.test(`${style.overflowX} ${style.overflowY}`);
        const isDeliberate = style.textOverflow === 'ellipsis' && clip.closest('[title], [aria-label]') !== null;
        if (!isScrolled && !isDeliberate) faults.add(`"${text.slice(0, 60)}" is cut off`);
      }
      // Nobody scrolls the page below a menu to read the menu.
      if (isInLayer && line.right > document.documentElement.clientWidth + TOLERANCE_PX)
        faults.add(`"${text.slice(0, 60)}" is outside of the window`);
      left = Math.max(left, box.left);
      right = Math.min(right, box.right);
      top = Math.max(top, box.top);
      bottom = Math.min(bottom, box.bottom);
      if (right - left <= TOLERANCE_PX || bottom - top <= TOLERANCE_PX) return null;
    }
    if (left < -TOLERANCE_PX || right > document.documentElement.clientWidth + TOLERANCE_PX) {
      faults.add(`"${text.slice(0, 60)}" is outside of the window`);
    }
    const leading = ((bottom - top) * LEADING) / 2;
    return isFixed && left === right ? null : { left, right, top: top + leading, bottom: bottom - leading };
  }

  function areOverlapping(a: Box, b: Box): boolean {
    return (
      Math.min(a.right, b.right) - Math.max(a.left, b.left) > TOLERANCE_PX &&
      Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > TOLERANCE_PX
    );
  }

  /** A layer above the page covers it on purpose. */
  function isLayered(a: Node, b: Node): boolean {
    return layerOf(a) !== layerOf(b);
  }

  /** A menu or a hint: it stands above the page and has a ground of its own. */
  function isLayer({ position, zIndex, backgroundColor }: CSSStyleDeclaration): boolean {
    return position === 'absolute' && Number(zIndex) > 0 && !/, 0\)$|transparent/.test(backgroundColor);
  }

  function layerOf(node: Node): Element | null {
    for (let element = node.parentElement; element; element = element.parentElement) {
      const style = getComputedStyle(element);
      if (style.position === 'fixed' || style.position === 'sticky' || isLayer(style)) return element;
    }
    return null;
  }
}
