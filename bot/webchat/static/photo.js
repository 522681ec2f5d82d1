// Makes photos small enough for a poor line and a cheap phone.

const HEAVY = 1.5e6, LONGEST = 2000, THUMB = 480;

/** A thumbnail of `file` and what to send; where the browser cannot read it there is no thumbnail. */
export async function slim(file) {
  const picture = new Image();
  const url = picture.src = URL.createObjectURL(file);
  try {
    await picture.decode();
    const thumb = await jpeg(picture, THUMB);
    const light = file.size > HEAVY ? await jpeg(picture, LONGEST) : file;
    return { thumb, file: light.size < file.size ? light : file };
  } catch (unreadable) { // a PDF, or a picture this browser does not know: it goes as it is
    return { thumb: null, file };
  } finally {
    URL.revokeObjectURL(url);
  }
}

function jpeg(picture, longest) {
  const { naturalWidth: width, naturalHeight: height } = picture;
  const scale = Math.min(1, longest / Math.max(width, height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  const pen = canvas.getContext("2d");
  pen.fillStyle = "#fff"; // what was transparent would turn black
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return new Promise((done, fail) => {
    canvas.toBlob((blob) => (blob ? done(blob) : fail(new Error("no picture"))), "image/jpeg", 0.85);
  });
}
