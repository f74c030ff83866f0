use e2e::{Browser, Kind, Site};
#[test]
fn dbg() {
    let site = Site::built();
    let b = Browser::start(Kind::Chromium);
    let page = b.page(&site);
    page.expect_errors();
    page.goto_unready("/consistent-hashing/");
    std::thread::sleep(std::time::Duration::from_secs(3));
    println!("{}", page.eval("document.documentElement.outerHTML.slice(0, 300) + (document.querySelector('.crash')?.innerText ?? 'no crash')"));
    println!("{}", page.eval("(async () => { try { const m = await import(document.querySelector('link[rel=modulepreload]').href); await m.default(); return 'ok'; } catch (e) { return String(e.stack); } })()"));
}
