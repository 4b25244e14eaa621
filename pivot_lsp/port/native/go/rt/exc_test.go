package rt

import "testing"

func TestAnExceptionKeepsItsAttributesApartFromItsArguments(t *testing.T) {
	e := NewExc(ValueError, S("short")).With(7, Some(S("a")), Nothing[float64]())
	if text := e.Text().String(); text != "short" {
		t.Errorf("str(e) is %q", text)
	}
	if n := FieldOf[int](e, 0); n != 7 {
		t.Errorf("the first attribute is %d", n)
	}
	if name := OptFieldOf[Str](e, 1); name.IsNone() || name.Get().String() != "a" {
		t.Errorf("the second attribute is %v", name)
	}
	if !OptFieldOf[float64](e, 2).IsNone() {
		t.Error("the third attribute is not None")
	}
}
