// A picture opens over its page: the page stays where it was.

const showImage = (link) => {
  const viewer = document.createElement('dialog');
  const image = document.createElement('img');
  const keep = document.createElement('a');
  const close = document.createElement('button');
  viewer.className = 'viewer';
  viewer.setAttribute('aria-label', link.dataset.name);
  image.src = link.href;
  image.alt = link.dataset.name;
  keep.className = close.className = 'btn btn-plain';
  keep.href = link.dataset.image;
  keep.textContent = link.dataset.keep;
  close.type = 'button';
  close.textContent = link.dataset.close;
  close.autofocus = true;
  viewer.append(image, keep, close);
  close.addEventListener('click', () => viewer.close());
  viewer.addEventListener('click', (event) => {
    if (event.target === viewer) viewer.close();
  });
  viewer.addEventListener('close', () => {
    viewer.remove();
    link.focus();
  });
  document.body.append(viewer);
  viewer.showModal();
};

document.addEventListener('click', (event) => {
  const link = event.target.closest('a[data-image]');
  if (link === null || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  showImage(link);
});

for (const button of document.querySelectorAll('[data-copy]')) {
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(button.dataset.copy);
    button.querySelector('[role="status"]').textContent = button.dataset.copied;
  });
}

for (const button of document.querySelectorAll('[data-print]')) button.addEventListener('click', () => window.print());

// on a phone, the tab where one is may be out of sight
for (const tab of document.querySelectorAll('.tabs [aria-current]')) {
  const tabs = tab.closest('.tabs');
  tabs.scrollLeft = tab.offsetLeft - tabs.offsetLeft - (tabs.clientWidth - tab.offsetWidth) / 2;
}
