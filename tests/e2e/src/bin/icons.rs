//! Draws the icons of the installed app out of `assets/app/icon.svg`, in Chromium: `icons <folder>`. They are kept in
//! `assets/app/`; this is for when the drawing changes.

use std::path::Path;
use std::process::ExitCode;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use e2e::{Browser, Kind, Page, Site};

/// The name, the pixels of a side, how much of the side the drawing takes, and the radius of the corners in parts of the side.
/// A maskable icon is cut to a shape that only keeps what is within two fifths of the side from the middle.
const ICONS: [(&str, u32, f64, f64); 4] = [
    ("icon-192.png", 192, 0.76, 0.18),
    ("icon-512.png", 512, 0.76, 0.18),
    ("icon-maskable-192.png", 192, 0.56, 0.0),
    ("icon-maskable-512.png", 512, 0.56, 0.0),
];

/// The page's own paper: `--paper` in `styles/tokens.css`.
const PAPER: &str = "#fbfaf7";

fn main() -> ExitCode {
    let Some(folder) = std::env::args().nth(1) else {
        eprintln!("error: it is `icons <folder>`");
        return ExitCode::FAILURE;
    };
    let browser = Browser::start(Kind::Chromium);
    let site = Site::built();
    let page = browser.page(&site);
    page.goto("/");
    for icon in ICONS {
        let path = Path::new(&folder).join(icon.0);
        match draw(&page, icon).and_then(|png| std::fs::write(&path, png).map_err(|error| error.to_string())) {
            Ok(()) => println!("{}", path.display()),
            Err(error) => {
                eprintln!("error: {}: {error}", path.display());
                return ExitCode::FAILURE;
            }
        }
    }
    ExitCode::SUCCESS
}

fn draw(page: &Page<'_>, (_, side, part, radius): (&str, u32, f64, f64)) -> Result<Vec<u8>, String> {
    let svg = serde_json::Value::from(include_str!("../../../../assets/app/icon.svg"));
    let drawn = page.eval(&format!(
        "await (async () => {{
            const image = new Image({side}, {side});
            const svg = {svg}.replace('<svg ', '<svg width=\"{side}\" height=\"{side}\" ');
            image.src = `data:image/svg+xml,${{encodeURIComponent(svg)}}`;
            await image.decode();
            const canvas = Object.assign(document.createElement('canvas'), {{ width: {side}, height: {side} }});
            const context = canvas.getContext('2d');
            context.fillStyle = '{PAPER}';
            context.beginPath();
            context.roundRect(0, 0, {side}, {side}, {side} * {radius});
            context.fill();
            const drawn = {side} * {part};
            context.drawImage(image, ({side} - drawn) / 2, ({side} - drawn) / 2, drawn, drawn);
            return canvas.toDataURL('image/png').split(',')[1];
        }})()"
    ));
    STANDARD.decode(drawn.as_str().unwrap_or_default()).map_err(|error| error.to_string())
}
