package rt

import (
	"fmt"
	"testing"
)

func TestFloatsAreWrittenAsReprWritesThem(t *testing.T) {
	for wanted, x := range map[string]float64{
		"0.0": 0, "-0.0": NegZero, "1.0": 1, "0.1": 0.1, "1e+16": 1e16, "1000000000000000.0": 1e15,
		"1.2345678901234568e+17": 123456789012345680, "0.0001": 1e-4, "1e-05": 1e-5, "5e-324": 5e-324,
		"1.7976931348623157e+308": 1.7976931348623157e308, "1e+22": 1e22, "inf": Inf, "-inf": -Inf, "nan": NaN,
	} {
		expect(t, wanted, StrOfFloat(x).String(), wanted)
	}
}

func TestFormats(t *testing.T) {
	for _, c := range []struct {
		x           float64
		how, wanted string
	}{
		{1234567.891, ",.2f", "1,234,567.89"}, {1234.5, "012,.1f", "00,001,234.5"}, {123.0, "g", "123"},
		{1e10, ".3", "1e+10"}, {1.234e-05, ".2g", "1.2e-05"}, {-0.5, "+08.2f", "-0000.50"}, {0.256, ".1%", "25.6%"},
		{Inf, "06", "000inf"}, {NaN, "+", "+nan"}, {12.0, "*^9", "**12.0***"}, {1e16, "", "1e+16"},
		{1234.0, "_.0f", "1_234"}, {2.5, ".0f", "2"}, {1.5e-07, "E", "1.500000E-07"},
	} {
		expect(t, c.how, FormatFloat(c.x, S(c.how)).String(), c.wanted)
	}
	for _, c := range []struct {
		n           int
		how, wanted string
	}{
		{1234567, ",", "1,234,567"}, {1234, "010,", "00,001,234"}, {-42, "=6", "-   42"}, {-42, "06", "-00042"},
		{255, "x", "ff"}, {255, "*<6X", "FF****"}, {5, "b", "101"}, {-5, "08b", "-0000101"}, {7, "+d", "+7"},
		{7, " ", " 7"}, {3, ".2f", "3.00"}, {3, "^5", "  3  "},
	} {
		expect(t, c.how, FormatInt(c.n, S(c.how)).String(), c.wanted)
	}
	expect(t, "text", FormatStr(S("日本語"), S("*^6.2")).String(), "**日本**")
	expect(t, "an unknown one", fallbackOf(func() { FormatInt(1, S("n")) }), ReasonValue)
}

func TestReprOfTexts(t *testing.T) {
	for text, wanted := range map[string]string{
		"": "''", "it's": `"it's"`, `say "hi"`: `'say "hi"'`, `both ' and "`: `'both \' and "'`,
		"a\\b\n\t\r\x00\x7f": `'a\\b\n\t\r\x00\x7f'`, "é日本😀": "'é日本😀'",
		"\u200b\u00ad\ue000": `'\u200b\xad\ue000'`, "\u3000x\u2028": `'\u3000x\u2028'`,
	} {
		expect(t, text, ReprStr(S(text)).String(), wanted)
	}
}

func TestTextsCountCodePoints(t *testing.T) {
	s := S("añ日😀z")
	expect(t, "len", LenStr(s), 5)
	expect(t, "s[3]", CharAt(s, 3).String(), "😀")
	expect(t, "s[-1]", CharAt(s, -1).String(), "z")
	expect(t, "s[1:4]", CutStr(s, 1, 4).String(), "ñ日😀")
	expect(t, "s[::-2]", SliceStr(s, Nothing[int](), Nothing[int](), Some(-2)).String(), "z日a")
	expect(t, "find", FindStr(s, S("z")), 4)
	expect(t, "rfind of nothing", RfindStr(s, S("")), 5)
	expect(t, "replace nothing", LenStr(ReplaceStr(s, S(""), S("-"))), 11)
	expect(t, "upper", fallbackOf(func() { StrUpper(s) }), ReasonValue)
	expect(t, "out of range", raisedBy(t, func() { CharAt(s, 5) }).Text().String(), "string index out of range")
}

func TestSplitting(t *testing.T) {
	expect(t, "split()", texts(SplitWhitespace(S("\u2003a b\u00a0\tc\x1c"))), "a|b|c")
	expect(t, "split(',')", texts(SplitOn(S(",a,,b,"), S(","))), "|a||b|")
	expect(t, "rsplit", texts(RsplitOnMax(S("a,b,c"), S(","), 1)), "a,b|c")
	expect(t, "splitlines", texts(SplitLines(S("a\r\nb\rc\n\nd\u2028e\x1ef"))), "a|b|c||d|e|f")
	expect(t, "strip", StrStrip(S("\u3000 é \u0085")).String(), "é")
	expect(t, "center", Center(S("ab"), 5).String(), "  ab ")
	expect(t, "zfill", Zfill(S("-é"), 5).String(), "-000é")
}

func TestNumbersAreReadAsPythonReadsThem(t *testing.T) {
	expect(t, "int", IntOfStr(S(" +1_000\n")), 1000)
	expectFloat(t, "float", FloatOfStr(S(" -1_0.5e-1_0 ")), -10.5e-10)
	expectFloat(t, "beyond", FloatOfStr(S("1e400")), Inf)
	for _, text := range []string{"", "-", "1__0", "_1", "0x1", "1 2", "1.0"} {
		wanted := fmt.Sprintf("invalid literal for int() with base 10: '%s'", text)
		expect(t, text, raisedBy(t, func() { IntOfStr(S(text)) }).Text().String(), wanted)
	}
	for _, text := range []string{"", ".", "e5", "1e", "0x1p3", "1__0", "infinit", "+-1"} {
		expect(t, text, raisedBy(t, func() { FloatOfStr(S(text)) }).Kind, ValueError)
	}
	expect(t, "64 bits", fallbackOf(func() { IntOfStr(S("9223372036854775808")) }), ReasonOverflow)
	expect(t, "other digits", fallbackOf(func() { IntOfStr(S("٣")) }), ReasonValue)
}

func TestBuildingATextTakesLinearTimeAndKeepsOlderViews(t *testing.T) {
	s, views := Str{}, []Str{}
	for i := range 3000 {
		s = Concat(s, S(fmt.Sprint(i%10)))
		views = append(views, s)
	}
	other := Concat(views[9], S("x"))
	expect(t, "older view", views[9].String(), "0123456789")
	expect(t, "branched", other.String(), "0123456789x")
	expect(t, "view behind the branch", views[10].String(), "01234567890")
	before := now.memory
	s = Concat(s, S("y"), S("z"))
	s = Concat(s, S("w"))
	if spent := before - now.memory; spent > 2*int(s.bytes)+pieceSize {
		t.Errorf("joining took %d bytes for a text of %d", spent, s.bytes)
	}
	expect(t, "whole", LenStr(s), 3003)
}
