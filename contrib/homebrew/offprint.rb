class Offprint < Formula
  desc "Make one clean article out of a newsletter mail or a feed item"
  homepage "https://offprint.example/"
  url "https://offprint.example/offprint-0.2.0.tar.xz"
  sha256 "0000000000000000000000000000000000000000000000000000000000000000" # of the release
  license "MIT"

  depends_on "pkgconf" => :build
  depends_on "curl"
  depends_on "glib"
  depends_on "gmime"
  depends_on "jansson"
  depends_on "libpsl"
  depends_on "libunistring"
  depends_on "libzip"
  depends_on "sqlite"
  depends_on "uchardet"
  uses_from_macos "libxml2"
  uses_from_macos "zlib"

  on_macos do
    depends_on "gettext" # which glib links
  end

  def install
    system "./configure", "--disable-static-parts", *std_configure_args
    system "make", "install"
  end

  test do
    (testpath/"page.html").write "<h1>The bridge</h1>" + ("<p>At six the first lorry rolled over the old bridge, and people cheered.</p>" * 4)
    assert_match "first lorry", shell_output("#{bin}/offprint --from html --to text --no-fetch <page.html")
  end
end
